# expect: serial
# codes: NBP106
# setup
import csv
class Sink:
    def __init__(self):
        self.lines = []
    def write(self, s):
        self.lines.append(s)
sink = Sink()
out = []
# cell
for i in range(6):
    w = csv.writer(sink)
    w.writerow([i])
    out.append(i)
