# expect: any
# setup
t = 0.0
out = []
# cell
for i in range(3):
    for j in range(10):
        t += 0.1
        out.append((i, t))
