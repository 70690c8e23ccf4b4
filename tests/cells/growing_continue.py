# expect: serial
# setup
t = 0.0
out = []
# cell
for k in range(20):
    if k % 3 == 0:
        continue
    t += 0.1
    out.append(t)
