# expect: any
# setup
class Table(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key, value * 2)

    def get(self, key):
        return super().get(key, 0)

class Stack(list):
    def append(self, value):
        super().append(value + 1)

total = Table()
out = []
# cell
for n in range(12):
    table = Table()
    table[n] = n
    stack = Stack()
    stack.append(table.get(n))
    out.append((dict(table), list(stack), total.get(n)))
    total[n] = n
