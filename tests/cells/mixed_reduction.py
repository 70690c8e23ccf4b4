# expect: serial
# codes: NBP101 NBP106
# setup
n=0
# cell
for i in range(5):
    n-=i
    n*=2
