# expect: any
# setup
res = [1]
def f(i):
    res.append(-i)
# cell
for i in range(9):
    res.append(i)
    f(i)
    print(res[-1])
