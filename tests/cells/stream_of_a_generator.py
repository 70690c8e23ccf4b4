# expect: parallel
# setup
drawn = []
def numbers():
    for i in range(30_000):
        yield i
# cell
out = []
for n in numbers():
    out.append(n * n % 7)
print(n, sum(out), len(out))
