# expect: parallel parallel
# setup
# cell
def work(xs,k):
    ys=[x*k for x in xs]
    return sum(y+k for y in ys)
r=work(range(9),3)
