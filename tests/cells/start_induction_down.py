# expect: parallel
# setup
n=100
# cell
out=[]
for x in "abcdefgh":
    out.append((n,x))
    n-=7
