# expect: serial
# setup
L = []
def g():
    try:
        for k in range(9): yield k
    finally: L.append(1)
out = []
# cell
try:
    for v in g():
        out.append(1 / (v - 3))
except ZeroDivisionError:
    n = len(L)
