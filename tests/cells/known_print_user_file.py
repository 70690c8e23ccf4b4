# expect: serial
# codes: NBP202
# setup
seen = []
class Log:
    def write(self, x):
        seen.append(x)
out = []
# cell
for i in range(6):
    print(i, file=Log())
    out.append(i)
