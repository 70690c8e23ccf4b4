# expect: parallel
# setup
xs = list(range(30))
s = {1000}
# cell
for x in xs:
    s.update((x, x % 3))
    s.add(-x)
