# expect: serial
# setup
d = {0: 1}
# cell
for a in range(8):
    d[a + 1] = x = d[a] * 2 + 1
