# expect: parallel
# setup
import numpy as np
M=np.arange(24.).reshape(8,3)
col=M[:,1]
# cell
for i in range(8):
    row=M[i]
    row-=row.mean()
    row[0]=7
