# expect: parallel
# setup
import types
# cell
def work(xs):
    t=0
    for x in xs:
        t+=x
    return t
a=work([1,2,3])
names=work.__code__.co_varnames, work.__code__.co_cellvars
