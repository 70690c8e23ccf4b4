# expect: serial
# setup
class open:
    def __init__(self, name): pass
    def __enter__(self): return self
    def __exit__(self, *error): return True
# cell
out = []
for x in [1, 0, 2, 0]:
    with open(x) as f:
        y = 1 / x
    out.append(y)
