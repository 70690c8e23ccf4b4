# expect: serial
# codes: NBP107
# setup
def changes(given):
    def inner():
        given.append(1)
    inner()

shared = []
# cell
for x in range(40):
    changes([])
    changes(shared)
