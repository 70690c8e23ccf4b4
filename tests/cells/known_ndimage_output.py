# expect: serial
# codes: NBP106
# setup
import numpy as np
from scipy import ndimage
a = np.arange(9.).reshape(3, 3)
buf = np.zeros((3, 3))
out = []
# cell
for i in range(6):
    ndimage.gaussian_filter(a, 1 + i, output=buf)
    out.append(i)
