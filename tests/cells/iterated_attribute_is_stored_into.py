# expect: parallel
# setup
class A:
    def __init__(self): self.items = [1, 2, 3, 4]
a = A()
# cell
for k, x in enumerate(a.items):
    a.items[k] = x * 2
