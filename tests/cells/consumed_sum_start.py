# expect: parallel
# setup
# cell
r=sum((x for x in range(20)),100)
