# expect: serial
# setup
L = [0, 1, 2, 3]; k = 0; out = []
# cell
for x in (v + k for v in L):
    k += 1
    out.append(x)
