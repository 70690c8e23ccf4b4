# expect: parallel
# setup
# cell
import math
def f(x): return math.sqrt(x)+math.sin(x)
ys=[]
for x in range(8):
    ys.append(f(x))
