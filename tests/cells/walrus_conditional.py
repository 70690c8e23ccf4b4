# expect: parallel
# setup
def f(x): return x*x-7
z="before"
# cell
ys=[(z:=x) for x in range(9) if f(x)>0 and x<5]
last=z
