# expect: parallel
# setup
# cell
def diffs(xs):
    last=xs[0]
    n=0
    out=[]
    for x in xs:
        out.append((n,x-last))
        last=x
        n+=1
    return out,last,n
r=diffs([1,4,9,16,25,36])
