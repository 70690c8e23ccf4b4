# expect: parallel
# setup
xs = [1, 2.5, True]
t = 0
# cell
for x in xs:
    t += x
