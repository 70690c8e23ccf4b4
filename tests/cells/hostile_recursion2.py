# setup
def f(n):
    return f(n + 1)
# cell
out = []
for k in range(9):
    try:
        f(0)
    except RecursionError:
        out.append(k)
