# expect: serial
# setup
class Twice(list):
    def append(self, x):
        list.append(self, x); list.append(self, x)
    def extend(self, xs):
        for x in xs: self.append(x)
t = Twice()
t.append(1); t.append(2)
# cell
out = [len(t) * k for k in range(9)]
