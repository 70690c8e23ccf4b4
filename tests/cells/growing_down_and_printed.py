# expect: parallel
# setup
t = 3.0
# cell
for k in range(30):
    t = t - 0.07
    print(k, t)
