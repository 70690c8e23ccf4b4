# expect: serial
# setup
t = 0.0
out = []
# cell
for k in range(20):
    t += 0.1
    out.append(t)
    t *= 1.1
