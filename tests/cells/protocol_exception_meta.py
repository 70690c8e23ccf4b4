# expect: serial
# setup
L = []
class M(type):
    def __call__(c, *a): L.append(1); return super().__call__(*a)
class A(Exception, metaclass=M): pass
out = []
# cell
for i in range(12):
    try:
        raise A
    except A:
        out.append(len(L))
