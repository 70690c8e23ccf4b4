# expect: serial
# codes: NBP101
# setup
import numpy as np
a=np.arange(40.)
B=8
# cell
for b in range(4):
    a[b*B:(b+1)*B+1]=a[b*B:(b+1)*B+1]*2
