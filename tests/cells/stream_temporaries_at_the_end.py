# expect: parallel
# setup
def numbers():
    yield from range(25_000)
# cell
total = 0
for n in numbers():
    row = [n, n + 1]
    if n % 7 == 0:
        seventh = n
    total += len(row)
print(total, row, seventh, n)
