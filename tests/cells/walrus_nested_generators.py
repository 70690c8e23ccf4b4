# expect: parallel
# setup
rows=[[1,2],[],[3]]
# cell
ys=[(a:=x)+len(r) for r in rows for x in r]
last=a
