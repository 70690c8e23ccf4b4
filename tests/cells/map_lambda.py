# expect: parallel
# setup
xs=range(30)
# cell
r=list(map(lambda x: x**2,xs))
