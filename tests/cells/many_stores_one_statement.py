# setup
p = {}
q = {}
# cell
for i in range(4):
    p[i], q[i] = i, -i
