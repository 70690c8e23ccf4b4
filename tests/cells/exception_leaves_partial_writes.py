# setup
a = []
b = []
t = 0
# cell
for i in range(8):
    a.append(i)
    t += i
    if i == 5:
        raise RuntimeError('stop', i)
    b.append(i)
