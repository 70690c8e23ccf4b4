# expect: parallel
# setup
out = []
# cell
def halves(n):
    while n > 1:
        yield n
        n //= 2
for i in range(20):
    out.append(list(halves(i)))
