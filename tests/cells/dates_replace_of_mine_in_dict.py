# expect: any
# setup
class Text:
    def __init__(self, s): self.s = s
    def replace(self, *, day):
        self.s = self.s + 'x'
        return self.s
t = Text('a')
rows = [{'t': t, 'n': k} for k in range(8)]
# cell
out = []
for r in rows:
    out.append(r['t'].replace(day=1))
