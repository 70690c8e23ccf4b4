# expect: serial
# codes: NBP102 NBP105
# setup
d={str(i):i for i in range(9)}
# cell
for k in d:
    d[k]=d[k]+1
