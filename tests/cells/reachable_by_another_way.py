# expect: serial
# codes: NBP403
# setup
out = []
state = {'out': out}
# cell
for i in range(3):
    out.append(len(state))
