# expect: serial
# setup
exec('def seen():\n    return x * 2')
xs = list(range(8))
x = 5
# cell
out = []
for x in xs:
    out.append(seen())
