# expect: parallel
# setup
def f(x): return (x*37)%101
best=float('-inf')
# cell
for x in range(50):
    v=f(x)
    if v>best: best=v
