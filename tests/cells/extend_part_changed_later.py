# expect: any
# setup
l, best = [], 0
# cell
for i in range(9):
    new = [[i]]
    l.extend(new)
    best = max(best, l[-1][0])
    new[0][0] = 99 + sum(range(i))
