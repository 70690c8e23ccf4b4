# expect: any
# setup
out = []
# cell
try:
    for k in range(40):
        out.append(1 / (31 - k))
        f = lambda k=k: k
except ZeroDivisionError:
    pass
val = f()
