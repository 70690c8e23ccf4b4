# expect: parallel
# setup
n=0
# cell
for i in range(5):
    n-=i
    n*=2
