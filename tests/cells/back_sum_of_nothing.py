# expect: serial
# codes: NBP106
# setup
base = [0]
out = []
# cell
for i in range(9):
    s = sum([], base)
    s.append(i)
    out.append(len(s))
