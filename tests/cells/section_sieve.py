# expect: serial
# setup
flags=[True]*30
# cell
for i in range(2,30):
    if flags[i]:
        for j in range(2*i,30,i):
            flags[j]=False
