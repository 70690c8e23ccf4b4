# expect: parallel
# setup
def pairs():
    for i in range(22_000):
        yield i, str(i)
# cell
lengths = [a % 3 + len(b) for a, b in pairs()]
some = {b: a for a, b in pairs() if a % 1000 == 0}
