# expect: any any any any any any any
# setup
import warnings
from collections import Counter
from IPython.display import display
xs = list(range(12))
total, running = 0, 0
counts = Counter()
held = {}
matrix = [[k] * 3 for k in range(12)]


def which():
    return display


# cell
for x in xs:
    total += x
    display(total)
for x in xs:
    counts[x % 3] += 1
    display({"x": x})
    print(x)
nothing = [display(x) for x in xs]
shows = [which() for x in xs]
same = [s is display for s in shows]
for x in xs:
    held[x] = display
    warnings.warn(f"w{x}")
    display(x)
for k in range(1, 12):
    matrix[k][0] = k * 2
    display(matrix[k], matrix[0])
    matrix[k][1] = -1
any(display(x) or x == 5 for x in xs)
