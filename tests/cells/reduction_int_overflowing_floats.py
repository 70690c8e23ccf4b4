# expect: parallel
# setup
xs = [0.1, 1e16, -1e16, 3, 7.5, 1e-9]
total = 0
product = 1
low = 0.5
# cell
for x in xs:
    total += x
    product *= x
    low -= x
