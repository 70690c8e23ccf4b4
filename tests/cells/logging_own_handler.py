# expect: serial serial serial serial
# codes: NBP206
# setup
import logging
seen = []


class Kept(logging.Handler):
    def emit(self, record):
        seen.append(record.getMessage())
        if record.getMessage() == "item 3":
            raise RuntimeError("no threes")


def counted(record, n=[0]):
    n[0] += 1
    return n[0] % 2


kept = logging.getLogger("cells.kept")
kept.addHandler(Kept())
below = kept.getChild("below")
filtered = logging.getLogger("cells.filtered")
filtered.addFilter(counted)
changed = logging.getLogger("cells.changed")
xs = list(range(8))
# cell
out = []
for x in xs:
    filtered.warning("item %d", x)
    out.append(x)
for x in xs:
    changed.setLevel(10 * x + 10)
    changed.warning("item %d", x)
    out.append(x)
for x in xs:
    out.append(logging.getLogger("cells.changed").level + x)
for x in xs:
    below.warning("item %d", x)
    out.append(len(seen))
