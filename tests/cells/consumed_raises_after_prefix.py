# expect: parallel
# setup
def f(x):
    print(x)
    if x==7: raise ValueError('no')
    return x
# cell
out=list(f(x) for x in range(10))
