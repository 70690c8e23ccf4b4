# expect: parallel
# setup
def f(x):
    if x==4: raise StopIteration
    return x
# cell
r=list(f(x) for x in range(10))
