# expect: serial
# codes: NBP107
# setup
def make():
    n = 0
    def tick(x):
        nonlocal n
        n += 1
        return n + x
    return tick
tick = make()
out = []
# cell
for i in range(5):
    out.append(tick(i))
