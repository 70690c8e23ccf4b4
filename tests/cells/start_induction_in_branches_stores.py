# expect: parallel
# setup
b = [(-1.0) ** i * i for i in range(18)]
a = [0.0] * 40
j = -1
# cell
for i in range(18):
    if b[i] > 0:
        a[j + 1] = b[i] * 2
        j += 2
    else:
        j += 2
        a[j] = -b[i]
