# expect: serial
# setup
LOG = []
class E(Exception):
    def __new__(cls, *a): LOG.append(len(LOG)); return super().__new__(cls, *a)
out = []
# cell
for i in range(9):
    try:
        raise E(i)
    except E as e:
        out.append(i)
