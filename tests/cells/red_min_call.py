# expect: parallel
# setup
def f(x): return (x*37)%101
best=1000
# cell
for x in range(50):
    best=min(f(x),best)
