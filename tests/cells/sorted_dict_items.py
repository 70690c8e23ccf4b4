# expect: parallel
# setup
d = {'a': 2, 'b': 3, 'c': 1}
out = []
# cell
for k, v in sorted(d.items(), key=lambda kv: -kv[1]):
    out.append(k * v)
