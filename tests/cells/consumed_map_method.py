# expect: parallel
# setup
# cell
r=list(map(str.upper,['a','b']))
