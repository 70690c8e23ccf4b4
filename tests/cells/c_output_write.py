# expect: serial
# codes: NBP204
# setup
import os

def shout(i):
    os.write(1, b"x\n")
    return i * i

out = []
# cell
for i in range(6):
    print(i, flush=True)
    out.append(shout(i))
