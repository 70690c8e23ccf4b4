# expect: serial
# codes: NBP101
# setup
y=9
# cell
for i in range(5):
    if i%2: y=i
    z=y
