# expect: any
# setup
# cell
def walk(t):
    total=t[0]
    for c in t[1]:
        total+=walk(c)
    return total
r=walk((1,[(2,[]),(3,[(4,[])])]))
