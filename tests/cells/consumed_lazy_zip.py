# expect: serial serial serial
# codes: NBP207
# setup
def f(x): print('make',x); return x
# cell
for a,b in zip((f(x) for x in range(5)),(f(y) for y in range(3))):
    print(a,b)
