# expect: serial
# codes: NBP107
# setup
def changes(given):
    held = [[]]
    def inner():
        held[0].append(1)
    inner()
    held[0] = given
    inner()

shared = []
# cell
for x in range(40):
    changes(shared)
