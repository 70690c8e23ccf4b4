# expect: serial
# codes: NBP106
# setup
e = ValueError('x')
# cell
for i in range(4):
    e.add_note(str(i))
