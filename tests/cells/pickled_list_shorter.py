# expect: serial
# setup
class L(list):
    def __reduce__(self):
        return (L, (list(self)[:1],))
a = L([1, 2, 3])
# cell
out = [k + len(a) for k in range(12)]
