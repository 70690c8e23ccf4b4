# expect: parallel
# setup
def f(x): return x*x-7
# cell
ys=[y for x in range(9) if (y:=f(x))>0]
last=y
