# expect: serial serial serial serial serial
# setup
from IPython.display import clear_output, display
xs = list(range(6))


class Counting:
    def __init__(self):
        self.times = 0

    def __repr__(self):
        self.times += 1
        return f"<{self.times}>"


class Adding:
    def __repr__(self):
        return "adding"

    def _repr_html_(self):
        total.append(1)
        return str(len(total))


total = []
counting, adding = Counting(), Adding()
# cell
for x in xs:
    display(counting)
times = []
for x in xs:
    own = Counting()
    display(own)
    times.append(own.times)
for x in xs:
    display(adding, x)
for x in xs:
    h = display(x, display_id=f"d{x}")
for x in xs:
    clear_output()
    print(x)
