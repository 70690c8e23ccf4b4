# expect: serial
# codes: NBP102
# setup
res = [1]
# cell
for i in range(9):
    res.append(i)
    res.extend([] if i % 2 else [9])
    print(res[-1])
