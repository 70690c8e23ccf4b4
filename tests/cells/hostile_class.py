# setup
# cell
out = []
for k in range(9):
    class C:
        v = k
    out.append(C.v)
