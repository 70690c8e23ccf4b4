# setup
a = [0] * 4
# cell
for i in range(6):
    a[i] = i * i
