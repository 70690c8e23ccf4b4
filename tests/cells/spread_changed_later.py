# expect: any
# setup
m, b = {}, 0
# cell
for i in range(9):
    x = [i]
    m = {**m, 'a': x}
    b = max(b, m['a'][0])
    x[0] = 100 + sum(range(i))
