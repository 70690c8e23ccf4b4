# expect: serial
# setup
L = list(range(10)); W = [L]; out = []
# cell
for x in L:
    W[0][9] = 77
    out.append(x)
