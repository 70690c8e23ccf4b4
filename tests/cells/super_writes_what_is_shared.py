# expect: serial
# codes: NBP107
# setup
class Base:
    made = []

    def __init__(self, n):
        self.made.append((n, len(self.made)))

class Derived(Base):
    def __init__(self, n):
        super().__init__(n)
        self.n = n

out = []
# cell
for n in range(12):
    out.append(Derived(n).n)
