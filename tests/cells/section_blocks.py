# expect: parallel
# setup
import numpy as np
a=np.arange(40.)
B=8
# cell
for b in range(5):
    a[b*B:(b+1)*B]=a[b*B:(b+1)*B][::-1]
