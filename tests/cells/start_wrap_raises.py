# expect: any
# setup
prev=1
# cell
out=[]
try:
    for x in [4,2,0,5,1]:
        out.append(x/prev)
        prev=x
except ZeroDivisionError:
    pass
