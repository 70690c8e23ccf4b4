# expect: parallel
# setup
d={str(i):i for i in range(9)}
# cell
for k in d:
    d[k]=d[k]+1
