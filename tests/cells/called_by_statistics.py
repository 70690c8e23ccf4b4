# expect: serial
# codes: NBP202
# setup
import statistics
class V(float):
    n = 0
    def as_integer_ratio(self):
        V.n += 1
        return (V.n, 1)
vs = [V(1), V(2)]
out = []
# cell
for i in range(9):
    out.append(statistics.mean(vs))
