# expect: parallel
# setup
out=[]
def g(l):
    l.append(1)
    return sum(l)
def f(i):
    return g(i)+g(i)
# cell
for i in range(6):
    out.append(f([i]))
