# expect: parallel parallel
# setup
# cell
r=[u for u in [t*2 for t in range(5)]]
