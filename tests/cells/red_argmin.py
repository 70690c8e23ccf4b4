# expect: parallel
# setup
def f(x): return (x*37)%101
best=1e9; arg=None
# cell
for x in range(50):
    y=f(x)
    if y<best:
        best,arg=y,x
