# expect: serial
# codes: NBP106
# setup
class L(list):
    def append(self,x): super().append(x); print('!')
g={'a':L(),'b':[]}
# cell
for w in ['a1','b1','a2']:
    g[w[0]].append(w)
