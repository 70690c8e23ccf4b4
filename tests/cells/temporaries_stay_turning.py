# expect: any
# setup
t = 1
out = []
# cell
for k in range(21):
    f = lambda: k + 1
    out.append(t)
    t = -t
