# expect: serial any
# setup
_cache = {}
class W:
    def __init__(self, k): self.k = k; self.hits = 0
    @classmethod
    def get(cls, k):
        if k not in _cache: _cache[k] = cls(k)
        return _cache[k]
W.get(1)
out = []
# cell
for i in range(12):
    w = W.get(1); w.hits += 1
    out.append(w.hits)
