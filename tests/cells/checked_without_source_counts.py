# expect: any
# codes: NBP505
# setup
names = {}
exec('n = 0\ndef counted(x):\n    global n\n    n += 1\n    return x + n', names)
counted = names['counted']
xs = list(range(8))
# cell
out = []
for x in xs:
    out.append(counted(x))
end = names['n']
