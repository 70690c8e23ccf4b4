# expect: parallel
# setup
# cell
r = {x * 7 % 11 for x in range(40)}
order = list(r)
