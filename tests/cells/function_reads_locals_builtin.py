# expect: any
# setup
# cell
def work(xs):
    for x in xs:
        y=x+1
    return sorted(locals())
r=work([1,2])
