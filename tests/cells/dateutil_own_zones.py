# expect: serial
# setup
from dateutil import parser
asked = []
def zones(name, offset):
    asked.append(name)
    return len(asked) * 3600
raw = ['2020-05-05 10:00 ABC', '2020-05-05 10:00 XYZ'] * 3
# cell
out = []
for r in raw:
    out.append(parser.parse(r, tzinfos=zones).isoformat())
