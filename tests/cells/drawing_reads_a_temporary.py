# expect: serial
# setup
j = 0; L = [1, 2, 3, 4]; out = []
# cell
for x in (v + j for v in L):
    j = x * 2
    out.append(j)
