# expect: any
# setup
acc=[0]
# cell
for x in [3,1,4,1]:
    acc=acc
    u=acc
    del u
