# expect: any
# setup
m, best = {}, 0
# cell
for i in range(9):
    new = {'a': [i]}
    m.update(new)
    best = max(best, m['a'][0])
    new['a'][0] = 99 + sum(range(i))
