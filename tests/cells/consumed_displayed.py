# expect: parallel
# setup
# cell
sum(x for x in range(5))
