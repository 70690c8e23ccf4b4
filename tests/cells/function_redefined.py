# expect: any
# setup
# cell
def work(xs):
    t=0
    for x in xs:
        t+=x
    return t
a=work([1,2])
work=lambda xs: -1
b=work([1,2])
