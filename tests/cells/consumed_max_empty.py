# expect: serial
# setup
# cell
r=max(x for x in [])
