# expect: parallel
# setup
xs=range(20)
# cell
r=max((x*7)%11 for x in xs)
