# expect: parallel
# setup
xs=range(20)
# cell
r=set(x%7 for x in xs)
