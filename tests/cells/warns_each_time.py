# setup
import warnings
# cell
for i in range(6):
    warnings.warn('x')
