# expect: any
# setup
# cell
def work(xs):
    out=[]
    try:
        for x in xs:
            out.append(1/(4-x))
    finally:
        log.append((x,len(out)))
    return out
log=[]
r=work(range(8))
