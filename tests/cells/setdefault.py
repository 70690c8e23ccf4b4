# expect: parallel
# setup
data=['apple','bob','amy']*3; groups={}
# cell
for w in data:
    groups.setdefault(w[0],[]).append(w.upper())
