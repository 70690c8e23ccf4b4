# expect: parallel
# setup
def f(x): return x*x+1
xs=range(30)
# cell
r=list(map(f,xs))
