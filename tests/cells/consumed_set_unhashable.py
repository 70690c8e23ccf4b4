# expect: any
# setup
def f(x):
    print(x); return [x] if x==4 else x
# cell
r=set(f(x) for x in range(10))
