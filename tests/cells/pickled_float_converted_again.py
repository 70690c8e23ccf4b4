# expect: serial
# setup
class C(float):
    def __new__(cls, f):
        return float.__new__(cls, (f - 32) / 1.8)
c = C(3.5)
# cell
out = [c * k for k in range(9)]
