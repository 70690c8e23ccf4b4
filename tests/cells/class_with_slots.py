# expect: parallel
# setup
class P:
    __slots__ = ('n',)
    def __init__(self, n):
        self.n = n
out = []
# cell
for i in range(3):
    out.append(P(i))
