# expect: any
# setup
def numbers():
    i = 0
    while True:
        yield i
        i += 1
# cell
out = []
for n in numbers():
    out.append(n % 5)
    if n == 23_456:
        raise ValueError(n)
