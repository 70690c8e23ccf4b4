# expect: any
# setup
cfg=[1,2]
rows=[[i] for i in range(6)]
# cell
for r in rows:
    r.append(cfg)
    r[1].append(r[0])
