# expect: parallel
# setup
def f(x):
    print('f',x); return x>3
# cell
r=list(f(x) for x in range(10))
