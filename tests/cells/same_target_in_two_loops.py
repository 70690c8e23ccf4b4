# expect: parallel parallel
# setup
a = []
b = []
# cell
for i in range(4):
    a.append(i)
for i in range(3):
    b.append(i)
