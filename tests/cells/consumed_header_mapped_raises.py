# expect: parallel
# setup
def f(i): return 10//(5-i)
out=[]
# cell
for x in map(f,range(9)):
    out.append(x)
