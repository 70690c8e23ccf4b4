# expect: parallel
# setup
g={'a':[],'b':[]}; g['b']=g['a']
# cell
for w in ['a1','b1','a2']*3:
    g[w[0]].append(w)
