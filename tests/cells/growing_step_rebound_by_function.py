# expect: any
# setup
t = 0.0
dt = 0.1
out = []
def faster():
    global dt
    dt = dt * 2
# cell
for k in range(20):
    t += dt
    out.append(t)
    faster()
