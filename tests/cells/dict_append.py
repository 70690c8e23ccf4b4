# expect: parallel
# setup
data=['apple','bob','amy']*3; groups={'a':[],'b':[]}
# cell
for w in data:
    groups[w[0]].append(w.upper())
