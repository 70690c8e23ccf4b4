# expect: serial
# setup
class Text:
    log = []
    def __init__(self, s): self.s = s
    def replace(self, *, day):
        self.log.append(day)
        return len(self.log)
texts = [Text('a'), Text('b')] * 4
# cell
out = []
for t in texts:
    out.append(t.replace(day=1))
