# expect: serial
# codes: NBP107
# setup
import time
now = [0]
def fake():
    now[0] += 1
    return now[0]
kept = time.time
out = []
# cell
time.time = fake
for i in range(9):
    out.append(time.time())
time.time = kept
