# setup
# cell
r = 'before'
r = [10 // (4 - x) for x in range(9)]
