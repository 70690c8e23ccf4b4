# expect: parallel
# setup
t=1
# cell
for i in range(5):
    t=i
    del t
