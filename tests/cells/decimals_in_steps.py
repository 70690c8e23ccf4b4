# expect: parallel
# setup
from decimal import Decimal
tables = {}
# cell
for name, p, r in [('a', '1000', '0.01'), ('b', '500', '0.02'), ('c', '70', '0.1')]:
    bal, rate = Decimal(p), Decimal(r)
    rows = []
    while bal > 0 and len(rows) < 5:
        it = (bal * rate).quantize(Decimal('0.01'))
        bal = max(Decimal(0), bal + it - 250)
        rows.append((it, bal))
    tables[name] = rows
