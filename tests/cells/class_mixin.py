# expect: parallel
# setup
class J:
    def to_json(self):
        import json
        return json.dumps(self.__dict__, sort_keys=True)
class U(J):
    def __init__(self, n): self.n = n; self.tags = [n]
out = []
# cell
for i in range(12):
    out.append(U(i).to_json())
