# setup
def make():
    class Local:
        def __init__(self, v): self.v = v
    return Local
Local = make()
xs = [Local(i) for i in range(9)]
# cell
out = [Local(x.v + 1) for x in xs]
