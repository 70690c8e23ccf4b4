# expect: checked
# setup
names = {}
exec('def scaled(x, k=3):\n    return x * k', names)
scaled = names['scaled']
xs = list(range(8))
# cell
out = []
for x in xs:
    out.append(scaled(x))
