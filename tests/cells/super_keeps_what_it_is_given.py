# expect: any
# setup
class Base:
    def __init__(self, held):
        self.held = held

class Derived(Base):
    def __init__(self, held, n):
        super().__init__(held)
        self.n = n

shared, out = [0], []
# cell
for n in range(12):
    made = Derived(shared, n)
    made.held.append(len(made.held))
    out.append(len(shared))
