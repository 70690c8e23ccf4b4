# expect: any
# setup
out = []
# cell
for k in range(40):
    if k == 31:
        break
    out.append(1 / (31 - k))
    f = lambda k=k: k
val = f()
