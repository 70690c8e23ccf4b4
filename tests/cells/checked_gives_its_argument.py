# expect: checked
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
shared = [1, 2]
items = [[x] for x in xs]
# cell
out = []
for item in items:
    out.append((sly.same(item), sly.same(shared)))
one = [a is i and b is shared for (a, b), i in zip(out, items)]
