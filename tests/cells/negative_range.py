# expect: parallel
# setup
out = []
# cell
for i in range(10, -5, -3):
    out.append(i)
