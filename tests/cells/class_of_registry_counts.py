# expect: serial
# codes: NBP107
# setup
class Square:
    n = 0
    def run(self, x):
        Square.n += 1
        return Square.n
class Neg:
    def run(self, x):
        return -x
registry = {'square': Square, 'neg': Neg}
out = []
# cell
for op, x in [('square', 3), ('neg', 4), ('cube', 1)]:
    cls = registry.get(op)
    if cls:
        out.append(cls().run(x))
