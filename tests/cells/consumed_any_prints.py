# expect: any
# setup
def f(x):
    print('f',x); return x>3
# cell
r=any(f(x) for x in range(10))
