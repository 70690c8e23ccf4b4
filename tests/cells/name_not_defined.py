# expect: serial
# codes: NBP110
# setup
out = []
# cell
for i in range(3):
    out.append(i)
    y = missing + 1
