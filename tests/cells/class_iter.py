# expect: parallel any
# setup
class R:
    def __init__(self, n): self.n = n
    def __iter__(self):
        for i in range(self.n): yield i * 2
class It:
    def __init__(self, n): self.i = 0; self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration
        self.i += 1
        return self.i
out = []
# cell
for i in range(12):
    out.append(sum(R(i)) + sum(It(i)) + len([x for x in R(i)]))
