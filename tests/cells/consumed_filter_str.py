# expect: parallel
# setup
# cell
r=list(filter(str.isdigit,'a1b2c3'))
