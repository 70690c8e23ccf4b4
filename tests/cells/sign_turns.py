# expect: parallel parallel
# setup
turned = -0.0
# cell
total, sign = 0.0, 1
for k in range(20):
    total += sign / (2 * k + 1)
    sign = -sign
out = []
for k in range(21):
    out.append(turned)
    turned *= -1
