# expect: serial
# codes: NBP101
# setup
a,b=0,1
# cell
for i in range(10):
    a,b=b,a+b
