# expect: parallel
# setup
# cell
r = [(a, b) for a in range(5) for b in range(a) if (a + b) % 2]
