# expect: parallel
# setup
# cell
def show(xs):
    n=0
    for x in xs:
        print("item",x)
        n+=1
    print("done",n)
show("abc")
