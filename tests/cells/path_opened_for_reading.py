# expect: parallel
# setup
import csv, tempfile
from pathlib import Path
root = Path(tempfile.mkdtemp())
for k in range(3):
    (root / f"{k}.csv").write_text("id,v\n1,2\n")
# cell
sums = {}
for path in sorted(root.glob('*.csv')):
    with path.open(newline='') as lines:
        reader = csv.DictReader(lines)
        sums[path.stem] = sum(float(row['v']) for row in reader)
