# expect: any
# setup
# cell
def work(xs):
    for x in xs:
        y=x*2
        z=y+1
        del y
    try:
        y
    except NameError as e:
        return type(e).__name__, z
r=work([1,2,3])
