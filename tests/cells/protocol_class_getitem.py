# expect: serial
# setup
L = []
class A:
    def __class_getitem__(cls, k): L.append(k); return len(L)
out = []
# cell
for i in range(12):
    out.append(A[i])
