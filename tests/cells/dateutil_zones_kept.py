# expect: any
# setup
from dateutil import parser
raw = ['2024-01-02T03:04:05+02:00', '2020-05-05 10:00 UTC', '2024-01-02T03:04:05+02:00', '2020-05-05 10:00Z']
# cell
out = []
for r in raw:
    out.append(parser.parse(r))
