# expect: serial
# codes: NBP107
# setup
calls = []
class Scale:
    def __call__(self, x):
        calls.append(x)
        return x
out = []
# cell
for i in range(6):
    by = Scale()
    out.append(by(i))
