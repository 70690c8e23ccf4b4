# expect: any
# setup
t = 0.0
out = []
# cell
for k in range(50):
    t += 0.3
    out.append(1 / (10 - int(t)))
