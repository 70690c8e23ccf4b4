# expect: parallel
# setup
import itertools
# cell
found = []
for i in itertools.count(5):
    found.append(i * i)
    if i > 25_000:
        break
else:
    print("never")
print(i, len(found), sum(found))
