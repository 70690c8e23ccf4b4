# expect: serial
# setup
log = []
class N:
    def __init__(self): self.v = 1
    def __getstate__(self):
        print("pickled")
        return self.__dict__
n = N()
# cell
out = [n.v + k for k in range(9)]
