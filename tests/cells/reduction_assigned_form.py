# expect: parallel
# setup
xs = [1, 2, 3]
t = 0.0
u = 1.0
# cell
for x in xs:
    t = t + x * 0.1
    u = u * 1.5
