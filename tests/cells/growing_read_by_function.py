# expect: any
# setup
t = 0.0
def now(): return t * 2
out = []
# cell
for k in range(20):
    t += 0.1
    out.append(now())
