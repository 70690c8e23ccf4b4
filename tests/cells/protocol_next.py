# expect: serial
# setup
LOG = []
class It:
    def __init__(self, n): self.i = 0; self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration
        self.i += 1
        LOG.append(len(LOG))
        return self.i
out = []
# cell
for i in range(12):
    out.append(sum(It(i)))
