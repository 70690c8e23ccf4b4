# expect: parallel
# setup
rows={k:[3,1,2,len(k)] for k in ["a","bb","ccc"]}
keys=list(rows)
# cell
for k in keys:
    rows[k].sort()
    rows[k].append(k)
