# expect: parallel
# setup
xs=list(range(100))
# cell
r=any(x>50 for x in xs)
