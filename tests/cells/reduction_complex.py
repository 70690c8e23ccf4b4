# expect: parallel
# setup
xs = [0.1, 0.2, 0.3]
t = 0j
# cell
for x in xs:
    t += x * 1j
