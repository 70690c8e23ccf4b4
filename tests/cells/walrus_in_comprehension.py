# setup
# cell
r = [last := x for x in range(5)]
