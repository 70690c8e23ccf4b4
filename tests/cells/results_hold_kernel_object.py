# expect: parallel
# setup
config = {'a': [1]}
out = []
# cell
for i in range(4):
    out.append((config, i))
config['a'].append(9)
