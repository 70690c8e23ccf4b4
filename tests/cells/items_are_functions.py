# expect: serial
# setup
def f(): pass
def g(): pass
out = []
# cell
for h in [f, g, f]:
    h.n = getattr(h, 'n', 0) + 1
    out.append(h.n)
