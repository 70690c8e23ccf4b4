# expect: serial
# setup
res = [1]
# cell
for i in range(9):
    res.append(i)
    f = lambda: res[-1]
    res.append(-i)
    print(f(), res[-1])
