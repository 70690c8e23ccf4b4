# expect: serial
# codes: NBP403
# setup
a=[]; g={'a':a,'b':[]}; out=[]
# cell
for w in ['a1','b1','a2']*3:
    g[w[0]].append(w)
    out.append(len(a))
