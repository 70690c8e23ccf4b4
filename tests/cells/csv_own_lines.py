# expect: serial
# setup
import csv
class Lines:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 8: raise StopIteration
        return f'{self.n},{len(out)}'
out = []
# cell
for n, row in enumerate(csv.reader(Lines())):
    row.append(n)
    out.append(row)
