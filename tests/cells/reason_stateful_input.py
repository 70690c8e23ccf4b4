# expect: serial
# codes: NBP402
# setup
sources = [iter([1, 2]), iter([3, 4])]
# cell
known = []
for i in range(2):
    known.append(sources[i] is not None)
sources = [list(s) for s in sources]
