# expect: serial
# setup
out = []
def g():
    for i in range(6):
        yield len(out)
# cell
for x in g():
    out.append(x)
