# expect: parallel
# setup
class Account:
    def __init__(self, b): self.b = b; self.h = []
    def deposit(self, x):
        if x < 0: raise ValueError("neg")
        self.b += x; self.h.append(x)
accounts = [Account(i) for i in range(12)]
# cell
for a in accounts:
    a.deposit(10)
    try:
        a.deposit(-1)
    except ValueError as e:
        a.h.append(str(e))
