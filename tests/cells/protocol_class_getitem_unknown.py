# expect: serial
# setup
L = []
class B:
    def __class_getitem__(cls, k): L.append(k); return cls
D = {'b': B}; out = []
# cell
for i in range(9):
    out.append(D['b'][i].__name__)
