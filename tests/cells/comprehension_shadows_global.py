# expect: parallel
# setup
# cell
x = 'kept'
r = [x * 2 for x in range(5)]
