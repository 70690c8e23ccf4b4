# expect: serial
# setup
L = []
class M(type):
    def __getitem__(c, k): L.append(1); return len(L)
    def __len__(c): L.append(1); return len(L)
    def __iter__(c): L.append(1); return iter([len(L)])
class A(metaclass=M): pass
out = []
# cell
for i in range(9):
    out.append((A[i], len(A), list(A)))
