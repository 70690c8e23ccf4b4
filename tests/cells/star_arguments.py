# expect: parallel
# setup
out = []
# cell
def f(a, *rest, k=1, **more):
    return a + sum(rest) * k + len(more)
for i in range(5):
    out.append(f(i, 1, 2, k=i, z=3))
