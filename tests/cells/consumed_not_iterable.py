# expect: serial
# setup
# cell
r=sum(x for x in 5)
