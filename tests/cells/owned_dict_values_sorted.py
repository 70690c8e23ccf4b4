# expect: parallel
# setup
groups={k:[5,3,i] for i,k in enumerate("abcde")}
# cell
for k,v in groups.items():
    v.sort()
    v.append(len(v))
