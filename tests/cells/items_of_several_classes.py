# expect: parallel parallel
# setup
class A:
    def __init__(self, x):
        self.x = x
    def area(self):
        return self.x
class B(A):
    def area(self):
        return self.x * 2
things = [A(1), B(2), None, A(3), B(4)]
# cell
out = []
for t in things:
    out.append(t.area() if t is not None else 0)
ys = [t.area() for t in things if t is not None]
