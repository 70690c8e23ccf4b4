# expect: parallel
# setup
names = []
# cell
for n in range(6):
    def made(m):
        return m + n
    names.append((made.__qualname__, (lambda: n).__qualname__, made(n)))
