# expect: serial
# setup
t = 0.0
dt = 0.1
out = []
# cell
for k in range(20):
    t += dt
    out.append(t)
    dt = dt * t
