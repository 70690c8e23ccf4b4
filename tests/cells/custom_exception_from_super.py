# expect: parallel
# setup
class BadRow(ValueError):
    def __init__(self, row, why):
        super().__init__(f"{row}: {why}")
        self.row = row

    def __reduce__(self):
        return BadRow, (self.row, "again")

def parse(n):
    if n % 4 == 3:
        raise BadRow(n, "fourth")
    return n * 2

good, bad = [], []
# cell
for n in range(12):
    try:
        good.append(parse(n))
    except BadRow as error:
        bad.append((error.row, str(error)))
