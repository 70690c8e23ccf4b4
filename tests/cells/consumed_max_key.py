# expect: parallel
# setup
# cell
r=max((x%5 for x in range(10)),key=lambda v:-v)
