# expect: any
# setup
out = []
# cell
try:
    for k in range(40):
        out.append(1 / (31 - k))
        g = (k for _ in range(2))
        x = k
except ZeroDivisionError:
    pass
val = list(g), x
