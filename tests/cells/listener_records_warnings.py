# expect: serial
# setup
import warnings
out = []
# cell
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    for i in range(12):
        if i % 3 == 0:
            warnings.warn(str(i))
        out.append(len(w))
told = [str(one.message) for one in w]
del w
