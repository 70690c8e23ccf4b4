# expect: parallel
# setup
n = 20
b = [i * 0.5 for i in range(n)]
a = [0.0] * n
# cell
s = 0.0
for i in range(n):
    s += 2.0
    a[i] = s * b[i]
