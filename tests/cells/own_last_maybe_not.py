# expect: serial
# codes: NBP102
# setup
res = [1]
# cell
for i in range(9):
    if i % 2:
        res.append(i)
    print(res[-1])
