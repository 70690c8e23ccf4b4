# expect: parallel
# setup
seen = []
# cell
for i in range(9):
    seen.append(i)
else:
    done = len(seen)
