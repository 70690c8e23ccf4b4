# expect: serial
# setup
class N:
    def __init__(self): self.x = 1
nodes = [N() for _ in range(9)]
parts = [[k] for k in range(8)]
# cell
for p in parts:
    p[0] = 0
    nodes[p[0]].x = nodes[p[0]].x * 2 + 1
