# expect: parallel serial
# setup
import numpy as np
scale = 1
class Model:
    def value(self, x):
        return scale * x
m = Model()
# cell
try:
    for x in range(12):
        temporary = np.zeros(100_000) + m.value(x)
        y = 1 / (9 - x)
except ZeroDivisionError:
    pass
scale = 100
z = m.value(1)
t = temporary[0]
for k in range(3):
    scale = scale + k * m.value(k)
