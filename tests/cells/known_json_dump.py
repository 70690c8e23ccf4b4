# expect: serial
# codes: NBP106
# setup
import json
class Sink:
    def __init__(self):
        self.lines = []
    def write(self, s):
        self.lines.append(s)
sink = Sink()
out = []
# cell
for i in range(6):
    json.dump(i, sink)
    out.append(i)
