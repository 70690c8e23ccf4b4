# expect: any any
# setup
# cell
def inner(a):
    out=[]
    for x in a:
        out.append(x+1)
    return out
def outer(rows):
    res=[]
    for r in rows:
        res.append(inner(r))
    return res
z=outer([[1,2],[3],[]])
