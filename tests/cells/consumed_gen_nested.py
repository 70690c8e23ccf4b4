# expect: parallel
# setup
m=[[1,2],[3,4]]
# cell
r=sum(x*y for row in m for x in row for y in row)
