# expect: parallel
# setup
def f(x):
    return x
out = []
# cell
for i in range(3):
    out.append(f)
same = out[0] is f
