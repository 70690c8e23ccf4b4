# expect: parallel
# setup
xs=range(20)
# cell
r=list(x*x for x in xs)
