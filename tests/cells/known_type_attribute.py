# expect: serial
# codes: NBP106
# setup
class C:
    total = 0
out = []
# cell
for i in range(6):
    c = C()
    type(c).total += i
    out.append(i)
