# expect: parallel
# setup
def slow(x): return x%7==5
# cell
def find(xs):
    for i,x in enumerate(xs):
        if slow(x):
            return i,x
    return None
a=find(list(range(20)))
b=find([1,2,3])
