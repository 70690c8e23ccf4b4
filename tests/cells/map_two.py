# expect: parallel
# setup
xs=range(30); ys=range(30,60)
# cell
r=list(map(lambda x,y: x*y,xs,ys))
