# expect: parallel
# setup
xs=range(20)
# cell
r=tuple(x*x for x in xs)
