# expect: parallel
# setup
# cell
r=dict((x%3,x) for x in range(10))
