# expect: parallel
# setup
def f(x): return x*2
s=0.0
# cell
for x in range(10):
    y=f(x)
    s=0.9*s+0.1*y
