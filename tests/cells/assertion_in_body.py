# setup
# cell
for x in range(6):
    assert x < 4, x
    y = x
