# expect: serial serial
# setup
log = []
def g(n):
    try:
        for k in range(n): yield k
    finally:
        log.append(len(log))
out = []
# cell
for i in range(12):
    for v in g(5):
        if v == 2: break
    out.append(v)
