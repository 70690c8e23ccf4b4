# expect: parallel
# setup
def f(x): return 1/(5-x)
# cell
r=list(map(f,range(10)))
