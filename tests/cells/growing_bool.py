# expect: any
# setup
t = True
out = []
# cell
for k in range(30):
    out.append(t)
    t += 0.5
