# expect: any
# setup
import warnings

def odd(i):
    warnings.warn("odd")
    return i % 2

out = []
# cell
for i in range(6):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out.append(odd(i))
    print(i)
    out.append(odd(i))
