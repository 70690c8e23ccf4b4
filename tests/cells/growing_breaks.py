# expect: any
# setup
t = 0.0
out = []
# cell
for k in range(50):
    t += 0.3
    if t > 7:
        break
    out.append(t ** 2)
