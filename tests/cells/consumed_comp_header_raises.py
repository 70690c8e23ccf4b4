# expect: parallel
# setup
# cell
r=[x+1 for x in (10//(5-i) for i in range(9))]
