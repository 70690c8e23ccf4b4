# expect: serial
# setup
import copyreg
class P:
    def __init__(self, x): self.x = x
copyreg.pickle(P, lambda p: (P, (0,)))
a = P(5)
# cell
out = [k + a.x for k in range(12)]
