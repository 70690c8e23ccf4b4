# expect: serial
# setup
# cell
r=list(map(str,5))
