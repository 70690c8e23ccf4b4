# expect: any any
# setup
# cell
def search(xs,k):
    for x in xs:
        if x==k:
            break
    else:
        return "none"
    return x
a=search(range(9),4)
b=search(range(9),40)
