# expect: serial
# codes: NBP102
# setup
res = [1]
# cell
for i in range(9):
    res.append(res[-1] + i)
