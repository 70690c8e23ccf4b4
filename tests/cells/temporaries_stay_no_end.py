# expect: parallel
# setup
out = []
# cell
for k in range(40):
    f = lambda k=k: k
    for j in range(3):
        if j == 2:
            break
        out.append(f() + j)
