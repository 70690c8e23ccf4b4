# expect: serial
# codes: NBP107
# setup
seen = []
class Log:
    def append(self, x):
        seen.append(x)
out = []
# cell
for i in range(6):
    pair = [Log(), i]
    pair[0].append(i)
    out.append(i)
