# expect: serial
# setup
# cell
def f():
    k = 0; out = []
    for x in (v + k for v in range(6)):
        k += 1
        out.append(x)
    return out
r = f()
