# expect: parallel
# setup
d = {3: 'old', 'k': 0}
# cell
for i in range(20):
    d[i % 4] = i
