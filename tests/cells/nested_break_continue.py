# expect: parallel
# setup
out = []
# cell
for i in range(6):
    for j in range(6):
        if j == i:
            continue
        if j > 3:
            break
        out.append((i, j))
