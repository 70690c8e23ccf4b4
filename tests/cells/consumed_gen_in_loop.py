# expect: parallel
# setup
m=[[1,2],[3,4]]
# cell
out=[]
for row in m:
    out.append(sum(x*x for x in row))
