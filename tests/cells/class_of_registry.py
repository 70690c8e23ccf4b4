# expect: parallel
# setup
class Square:
    def run(self, x):
        return x * x
class Neg:
    def run(self, x):
        return -x
registry = {'square': Square, 'neg': Neg}
out = []
# cell
for op, x in [('square', 3), ('neg', 4), ('cube', 1)]:
    cls = registry.get(op)
    if cls is None:
        out.append(None)
        continue
    out.append(cls().run(x))
