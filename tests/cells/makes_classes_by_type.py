# expect: serial
# setup
REG = []
class B:
    def __init_subclass__(cls, **k): REG.append(cls.__name__)
T = type; out = []
# cell
for i in range(9):
    T('K', (B,), {}).__name__
    out.append(len(REG))
