# expect: parallel
# setup
class Pt:
    def __new__(cls, x):
        o = super().__new__(cls); o.x = x
        return o
class Me(int):
    def __new__(cls, v): return super().__new__(cls, v * 2)
    def half(self): return Me(int(self) // 4)
out = []
# cell
for i in range(12):
    out.append((Pt(i).x, int(Me(i)), Me(i).half() + 1))
