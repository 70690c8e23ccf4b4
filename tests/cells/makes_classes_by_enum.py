# expect: serial
# setup
from enum import Enum
REG = []
class B(Enum):
    def __init_subclass__(cls, **k): REG.append(cls.__name__)
out = []
# cell
for i in range(9):
    B('K', 'a b')
    out.append(len(REG))
