# expect: serial
# codes: NBP107
# setup
log = []
class N:
    def __eq__(self, other):
        log.append(1)
        return True
xs = [N(), N()]
out = []
# cell
for x in xs:
    out.append(x == 1)
