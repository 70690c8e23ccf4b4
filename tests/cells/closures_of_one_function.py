# expect: serial
# codes: NBP102
# setup
def make(kept):
    def add(value):
        return len(kept) + value
    return add

other, out = [], []
first, second = make(other), make(out)
# cell
for x in range(40):
    y = first(x)
    z = second(x)
    out.append(y + z)
