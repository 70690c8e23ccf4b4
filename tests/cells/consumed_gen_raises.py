# expect: parallel
# setup
# cell
r=sum(1/(5-x) for x in range(10))
