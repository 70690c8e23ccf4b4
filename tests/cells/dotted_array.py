# expect: parallel
# setup
import numpy as np
class G: pass
g=G(); g.cells=np.zeros(9); g.scale=2.0; g.u=np.arange(9.)
# cell
for i in range(9):
    g.cells[i]=i*g.scale
    g.u[i]=g.u[i]*g.scale
