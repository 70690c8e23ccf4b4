# expect: serial
# codes: NBP101
# setup
a, b = 0, 1
out = []
# cell
for i in range(20):
    a, b = b, a + b
    out.append(a)
