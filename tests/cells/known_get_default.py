# expect: serial
# codes: NBP106
# setup
shared = []
out = []
# cell
for i in range(6):
    own = {}
    kept = own.get(i, shared)
    kept.append(i)
    out.append(len(kept))
