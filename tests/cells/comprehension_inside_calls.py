# expect: parallel parallel
# setup
xs = list(range(12))
# cell
m = max([abs(x - 5) for x in xs]), sum([x * x for x in xs])
