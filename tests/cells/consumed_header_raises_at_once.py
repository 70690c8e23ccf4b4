# expect: serial
# setup
out=[]
# cell
for x in (10//i for i in range(9)):
    out.append(x)
