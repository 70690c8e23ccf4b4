# expect: serial
# setup
L = []
class M(type):
    def __call__(c, *a): L.append(1); return len(L)
class A(metaclass=M): pass
D = {'a': A}; out = []
# cell
for i in range(9):
    out.append(D['a']())
