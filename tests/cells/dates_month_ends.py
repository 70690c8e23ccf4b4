# expect: parallel
# setup
from datetime import date, timedelta
starts = [date(2024, m, 1) for m in range(1, 13)]
# cell
ends = {}
for first in starts:
    nxt = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    ends[first.strftime('%b')] = (nxt - timedelta(days=1)).day
