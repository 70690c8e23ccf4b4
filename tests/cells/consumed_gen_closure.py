# expect: parallel
# setup
k=3
# cell
r=max(x%k for x in range(20))
