# expect: serial
# codes: NBP107
# setup
out = []
state = 1
def f(i):
    global state
    state = (state * 31 + i) % 257
    return state
# cell
for i in range(6):
    out.append(f(i))
