# expect: parallel
# setup
class P:
    def __init__(self, n):
        self.n = n
out = []
# cell
for i in range(3):
    out.append(P(i))
same = type(out[0]) is P
