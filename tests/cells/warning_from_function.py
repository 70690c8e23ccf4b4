# expect: parallel
# setup
import warnings
def f(x):
    if x % 3 == 0:
        warnings.warn(f"third {x}")
    return f.__code__.co_filename.startswith("<setup"), x
# cell
ys = []
for x in range(10):
    ys.append(f(x))
