# setup
xs = [1, 2, 'three', 4]
t = 0
# cell
for x in xs:
    t += x
