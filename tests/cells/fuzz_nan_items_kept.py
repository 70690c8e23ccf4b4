# expect: any
# setup
vals=[float("nan")]*5+[1.0]
# cell
out=[v for v in vals]
n=len(set(out))
same=[v in vals for v in out[:1]]
