# expect: parallel serial parallel
# setup
import pandas as pd
from IPython.display import display
frames = [pd.DataFrame({"a": range(k)}) for k in range(1, 9)]
lists = [[k] for k in range(9)]


class Particle:
    def __init__(self, x):
        self.x = x

    def step(self):
        self.x += 1

    def __repr__(self):
        return f"<{self.x}>"


particles = [Particle(x) for x in range(9)]
# cell
for row in lists:
    row.append(1)
    display(row)
    row.append(2)
    print(row)
for p in particles:
    p.step()
    display(p)
    p.step()
for f in frames:
    f["b"] = f["a"] * 2
    display(f)
    f["c"] = 1
