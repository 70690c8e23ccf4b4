# expect: parallel
# setup
# cell
r=sum((x if x!=4 else 'a') for x in range(10))
