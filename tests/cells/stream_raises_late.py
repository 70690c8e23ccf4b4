# expect: any
# setup
def numbers():
    for i in range(20_000):
        yield i
    raise LookupError("no more")
# cell
out = []
for n in numbers():
    out.append(n % 5)
