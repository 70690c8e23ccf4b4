# expect: parallel
# setup
def make(k):
    def scale(x):
        return x * k
    return scale
scale = make(3)
out = []
# cell
for i in range(5):
    out.append(scale(i))
