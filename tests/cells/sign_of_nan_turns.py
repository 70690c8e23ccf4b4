# expect: any
# setup
turned = float('nan')
# cell
out = []
for k in range(21):
    out.append(turned)
    turned = -turned
