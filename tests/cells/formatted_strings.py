# expect: parallel
# setup
out = []
# cell
for i in range(4):
    out.append(f'{i:>4}|{i / 3:.2e}|{i!r}')
