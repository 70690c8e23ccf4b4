# expect: parallel
# setup
from types import SimpleNamespace
people = [SimpleNamespace(n=n, stats=SimpleNamespace(p=n * 2)) for n in range(5)]
# cell
for p in people:
    p.stats.avg = p.stats.p / (p.n + 1)
    p.rank = 'top' if p.stats.avg > 1 else 'low'
