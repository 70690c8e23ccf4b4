# expect: serial
# codes: NBP107
# setup
import enum
n = [0]
class E(enum.Enum):
    A = 1
    @classmethod
    def _missing_(cls, v):
        n[0] += 1
        return cls.A
out = []
# cell
for i in range(9):
    out.append(E(i))
z = n[0]
