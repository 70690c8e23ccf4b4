# expect: serial any
# setup
L = list(range(10)); M = L; out = []
# cell
for i, x in enumerate(L):
    M[-1 - i] = x * 10
    out.append(x)
