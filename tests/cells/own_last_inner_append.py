# expect: any any
# setup
res = [1]
# cell
for i in range(9):
    res.append(i)
    for j in range(2):
        print(res[-1])
        res.append(j)
