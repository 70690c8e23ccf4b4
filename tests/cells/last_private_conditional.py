# expect: parallel
# setup
# cell
for i in range(5):
    if i%2: y=i
    z=i
