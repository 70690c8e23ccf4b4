# expect: parallel
# setup
flag=True
# cell
for x in range(20):
    flag=flag and x<100
