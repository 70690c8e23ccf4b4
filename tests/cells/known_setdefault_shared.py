# expect: serial
# codes: NBP106
# setup
shared = []
out = []
# cell
for i in range(6):
    own = {}
    own.setdefault(i, shared).append(i)
    out.append(len(own))
