# expect: any
# setup
# cell
def work(a,b):
    for i in range(len(a)):
        a[i]=b[i]+1
x=[1,2,3,4]
work(x,x)
y=[1,2,3]
work(y,[5,6,7])
