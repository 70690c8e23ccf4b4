# expect: parallel
# setup
def prime(n):
    return n>1 and all(n%k for k in range(2,int(n**.5)+1))
# cell
r=list(filter(prime,range(100)))
