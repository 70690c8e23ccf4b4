# expect: any
# setup
a=[0]*3
n=0
# cell
try:
    for a[n] in range(7):
        n+=1
except IndexError as e:
    m=str(e)
