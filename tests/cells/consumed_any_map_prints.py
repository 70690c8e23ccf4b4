# expect: any
# setup
def f(x):
    print('f',x); return x>3
# cell
r=any(map(f,range(10)))
