# expect: parallel
# setup
l = []
# cell
for x in [1, 4, 9]:
    l = [*l, x ** .5]
