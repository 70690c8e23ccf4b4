# expect: serial
# setup
it = iter(range(5)); out = []
# cell
try:
    for a, b in zip(it, [1, 2, 3], strict=True):
        out.append(a)
except ValueError as e:
    m = str(e)
rest = list(it)
