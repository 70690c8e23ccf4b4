# expect: serial
# setup
def f(): pass
f.n = 0
ps = [(1, f), (2, f)]; out = []
# cell
for k, p in ps:
    p.n += 1
    out.append(p.n)
