# expect: any
# setup
import traceback

class Tally:
    def __init__(self):
        self.told = []

    def add(self, n):
        try:
            1 / (n % 3)
        except ZeroDivisionError:
            text = traceback.format_exc()
            self.told.append([line.rpartition(", line")[2] for line in text.splitlines()])

tally = Tally()
# cell
for n in range(12):
    tally.add(n)
