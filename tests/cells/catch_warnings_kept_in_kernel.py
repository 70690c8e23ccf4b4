# expect: serial serial serial any serial
# setup
import warnings
xs = list(range(8))


def quiet():
    warnings.simplefilter("ignore")


def drawn():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield 1
        warnings.warn("later")


out = []
# cell
for i in xs:
    with warnings.catch_warnings():
        quiet()
        warnings.warn("not seen")
        out.append(i)
for i in xs:
    with warnings.catch_warnings(record=True) as caught:
        warnings.warn("first")
        warnings.warn("first")
        out.append(len(caught))
for i in xs:
    for y in drawn():
        warnings.warn(f"inside {i}")
for i in xs:
    warnings.simplefilter("default")
    out.append(i)
warnings.simplefilter("always")
del caught
