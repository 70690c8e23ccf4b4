# expect: parallel
# setup
res = []
# cell
for i in range(20):
    res.append(i ** .5)
    if i % 5 == 0:
        print(i, f'{res[-1]:.2f}')
