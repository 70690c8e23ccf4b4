# expect: any
# setup
t = 10 ** 400
out = []
# cell
for k in range(30):
    out.append(k)
    t += 0.5
