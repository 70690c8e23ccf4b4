# expect: parallel
# setup
lo=1e9; hi=-1e9
# cell
for v in [3.5,-2,8,0]:
    lo=min(lo,v); hi=max(hi,v)
