# expect: any
# setup
a=[0]; b=[1]
rows=[a,b,a,b,a]
# cell
for r in rows:
    r.append(len(r))
