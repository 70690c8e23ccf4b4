# expect: parallel
# setup
out=[]
# cell
for x in (10//(5-i) for i in range(9)):
    out.append(x)
