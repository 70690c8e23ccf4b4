# expect: parallel
# setup
def f(x): return (x*37)%101
best=-1
# cell
for x in range(50):
    best=max(best,f(x))
