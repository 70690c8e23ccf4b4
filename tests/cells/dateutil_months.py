# expect: parallel
# setup
from datetime import date
from dateutil.relativedelta import relativedelta
start = date(2024, 1, 31)
# cell
ends = []
for k in range(8):
    d = start + relativedelta(months=k)
    ends.append((d.isoformat(), relativedelta(d, start).days))
