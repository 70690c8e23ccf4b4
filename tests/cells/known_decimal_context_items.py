# expect: serial
# codes: NBP202
# setup
import decimal
kept = [[decimal.Context(prec=3)], [decimal.Context(prec=4)]]
out = []
# cell
for one in kept:
    out.append(one[0].divide(1, 3))
