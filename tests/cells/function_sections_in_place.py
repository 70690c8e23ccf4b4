# expect: parallel
# setup
import numpy as np
# cell
def scale(a):
    for i in range(len(a)):
        a[i]=a[i]*2+i
v=np.arange(9.)
scale(v)
w=list(range(5))
scale(w)
