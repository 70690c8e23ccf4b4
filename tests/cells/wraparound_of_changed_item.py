# expect: any
# setup
parts = [[k] for k in range(8)]
before = 5
out = []
# cell
for p in parts:
    out.append(before)
    p[0] = p[0] * 2 + 1
    before = p[0]
