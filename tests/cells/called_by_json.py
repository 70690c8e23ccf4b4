# expect: serial
# codes: NBP202
# setup
import json
class D(dict):
    n = 0
    def items(self):
        D.n += 1
        return [("a", D.n)]
d = D(a=1)
out = []
# cell
for i in range(9):
    out.append(json.dumps(d))
