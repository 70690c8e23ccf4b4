# expect: serial
# codes: NBP107
# setup
def make(function):
    def apply(value):
        return function(value)
    return apply

kept, out = [], []
first, second = make(abs), make(kept.append)
# cell
for x in range(40):
    y = first(x)
    second(x)
    out.append(y)
