# expect: parallel
# setup
# cell
r=sorted((x%5 for x in range(10)),key=lambda v:-v)
