# setup
d = dict.fromkeys(range(6), 1)
# cell
def inner(x):
    return d[x]
def outer(x):
    return inner(x) + 1
for i in range(8):
    last = outer(i)
