# expect: parallel
# setup
xs = [1, 2, 3]
found = False
# cell
for x in xs:
    found |= x > 2
