# expect: serial
# codes: NBP102
# setup
n=0
# cell
for i in range(5):
    n+=i
    print(n)
