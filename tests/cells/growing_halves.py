# expect: parallel
# setup
h = 1.0
errs = []
# cell
for k in range(20):
    errs.append(abs((2 + h) ** 2 - 4 - 4 * h) / h)
    h = h / 2
