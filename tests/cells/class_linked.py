# expect: parallel any any
# setup
class Node:
    def __init__(self, v, nxt=None): self.v = v; self.nxt = nxt
class Stack:
    def __init__(self): self.head = None; self.n = 0
    def push(self, v): self.head = Node(v, self.head); self.n += 1
    def pop(self):
        v = self.head.v; self.head = self.head.nxt; self.n -= 1
        return v
out = []
# cell
for i in range(12):
    s = Stack()
    for j in range(i): s.push(j)
    out.append([s.pop() for _ in range(s.n)])
