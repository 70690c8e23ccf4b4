# expect: serial
# codes: NBP106
# setup
import contextlib
base = []
out = []
# cell
for i in range(6):
    with contextlib.nullcontext(base) as b:
        b.append(i)
    out.append(i)
