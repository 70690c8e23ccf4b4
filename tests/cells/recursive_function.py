# expect: parallel
# setup
out = []
# cell
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)
for i in range(8):
    out.append(fact(i))
