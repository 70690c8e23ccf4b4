# expect: parallel
# setup
# cell
r=list(filter(None,[0,1,2,0,3]))
