# expect: parallel
# setup
xs=range(20)
# cell
r=min(((x*7)%11,x) for x in xs)
