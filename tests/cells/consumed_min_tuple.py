# expect: parallel
# setup
def f(x): return (x*7)%11
# cell
best,arg=min((f(x),x) for x in range(20))
