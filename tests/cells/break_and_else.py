# expect: parallel
# setup
seen = []
# cell
for i in range(9):
    if i * i > 30:
        found = i
        break
    seen.append(i)
else:
    found = None
