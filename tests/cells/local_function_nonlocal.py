# expect: serial
# codes: NBP107
# setup
def changes(given):
    held = []
    def take():
        nonlocal held
        held.append(1)
        held = given
    take()
    take()

shared = []
# cell
for x in range(40):
    changes(shared)
