# expect: parallel
# setup
from dateutil import parser
raw = ['2024-01-02', 'Mar 3, 2021', 'nonsense', '4 July 1999 10:00', '2024-01-02T03:04:05+02:00', '2020-05-05 10:00 UTC']
# cell
parsed, errors = [], []
for i, r in enumerate(raw):
    try:
        parsed.append(parser.parse(r).isoformat())
    except (ValueError, OverflowError) as e:
        parsed.append(None)
        errors.append((i, type(e).__name__))
