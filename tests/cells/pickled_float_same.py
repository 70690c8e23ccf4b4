# expect: parallel
# setup
class C(float):
    def __new__(cls, f):
        return float.__new__(cls, f)
    def __repr__(self): return "C"
c = C(3.5)
# cell
out = [c * k for k in range(9)]
