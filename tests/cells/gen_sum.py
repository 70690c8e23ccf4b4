# expect: parallel
# setup
xs=list(range(100))
# cell
s=sum(x*x for x in xs)
