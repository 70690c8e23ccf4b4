# expect: parallel
# setup
def f(x): return x*x+1
# cell
r=sum(map(f,range(40)))
