# expect: parallel
# setup
xs = [-0.0, float('inf'), float('-inf')]
t = -0.0
z = -0.0
# cell
for x in xs:
    t += x
    z *= x
