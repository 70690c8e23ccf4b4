# expect: parallel
# setup
rate = 1.0
# cell
out = [0.0] * 30
for k in range(30):
    out[k] = rate * k
    rate *= 0.93
