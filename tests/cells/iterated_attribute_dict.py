# expect: parallel
# setup
class A:
    def __init__(self): self.d = {k: k for k in range(5)}
a = A()
# cell
for k, x in a.d.items():
    a.d[k] = x * 2
