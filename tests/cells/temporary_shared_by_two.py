# expect: parallel
# setup
# cell
for i in range(6):
    a = b = [i]
b.append(1)
