# expect: serial
# codes: NBP106
# setup
shared = []
# cell
for x in range(40):
    held = [[]]
    change = lambda: held[0].append(1)
    change()
    held[0] = shared
    change()
