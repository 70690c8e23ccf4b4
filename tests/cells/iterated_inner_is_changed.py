# expect: serial serial
# setup
L = [[1, 2], [3], [4, 5]]; out = []
# cell
for row in L:
    for x in row:
        if len(L[0]) < 5: L[0].append(x)
        out.append(x)
