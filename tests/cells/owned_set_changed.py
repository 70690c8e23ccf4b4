# expect: any
# setup
rows=[{i,"a"} for i in range(6)]
# cell
for r in rows:
    r.add(str(len(r)))
