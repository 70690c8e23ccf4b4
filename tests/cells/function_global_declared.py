# expect: serial
# setup
n=0
# cell
def work(xs):
    global n
    for x in xs:
        n+=x
work([1,2,3])
