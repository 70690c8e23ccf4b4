# expect: parallel parallel parallel parallel parallel parallel parallel
# setup
import warnings
import numpy as np
xs = list(range(12))

def odd(i):
    warnings.warn("odd")
    return i % 2


def quietly(i):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="od+")
        warnings.warn("even")
        return odd(i)


class Mine(UserWarning):
    pass


out = []
# cell
for i in xs:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out.append(odd(i))
    print(i)
    out.append(odd(i))
for i in xs:
    out.append(quietly(i))
for i in xs:
    with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
        out.append(np.log(np.array([i - 3.0])))
        warnings.warn(f"shown {i}", Mine)
for i in xs:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Mine)
        try:
            warnings.warn("raised", Mine)
        except Mine as error:
            out.append(str(error))
        for _ in range(3):
            warnings.warn("each place once")
for i in xs:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        odd(i)
        warnings.warn(f"own {i}", Mine)
        odd(i)
    out.append([(str(w.message), w.category, w.lineno) for w in caught])
for i in xs:
    if i % 3 == 0:
        with warnings.catch_warnings():
            warnings.simplefilter("once")
            odd(i)
            odd(i)
            odd(i)
    odd(i)
ys = [quietly(i) for i in xs]
del caught
filters = list(map(str, warnings.filters))
