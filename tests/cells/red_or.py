# expect: parallel
# setup
flag=False
# cell
for x in range(20):
    flag=flag or x==11
