# expect: serial
# setup
class A: n = 0
class B(A): pass
out = []
# cell
for c in [A, B, A]:
    c.n += 1
    out.append(B.n)
