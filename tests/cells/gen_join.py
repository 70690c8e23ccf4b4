# expect: parallel
# setup
xs=range(20)
# cell
r=','.join(str(x*x) for x in xs)
