# expect: parallel
# setup
xs=[.1,.2,.3]
# cell
import numpy as np
a=np.zeros(3)
for x in xs:
    a+=x*np.ones(3)
