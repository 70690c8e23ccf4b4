# expect: parallel
# setup
# cell
def work(n):
    total=0.0
    seen={}
    for i in range(n):
        if i%3==0:
            third=i
        total+=i/7
        seen[i]=i
    try:
        t=third
    except NameError:
        t=None
    return total, seen, i, t
a=work(9)
b=work(0) if False else None
