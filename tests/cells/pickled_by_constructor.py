# expect: serial
# setup
class A:
    def __init__(self, n):
        self.n = n
        self.extra = n * 2
    def __reduce__(self):
        return (A, (self.n,))
a = A(3)
a.extra = 100
# cell
out = [k + a.extra for k in range(12)]
