# expect: serial
# setup
LOG = []
class B(Exception):
    def __init__(self, *a): LOG.append(len(LOG)); super().__init__(*a)
class E(B): pass
out = []
# cell
for i in range(9):
    try:
        raise E(i)
    except E as e:
        out.append(len(LOG))
