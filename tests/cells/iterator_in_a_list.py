# expect: serial
# codes: NBP402
# setup
its = [iter([1]), iter([2])]
out = []
# cell
for i in range(2):
    out.append(next(its[i]))
