# expect: any
# setup
from functools import lru_cache, wraps
def deco(g):
    @wraps(g)
    def h(*a): return g(*a)
    return h
# cell
@deco
def work(n):
    t=0
    for x in range(n):
        t+=x
    return t
a=work(5)
