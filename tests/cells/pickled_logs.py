# expect: serial
# setup
log = []
class N:
    def __init__(self): self.v = 1
    def __reduce__(self):
        log.append(1)
        return (N, ())
n = N()
# cell
out = [n.v + k for k in range(9)]
