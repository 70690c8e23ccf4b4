# expect: serial
# setup
class A:
    def __init__(self): self.items = [1, 2, 3]
a = A(); out = []
# cell
for x in a.items:
    out.append(x)
    if len(a.items) < 8: a.items.append(x + 10)
