# expect: serial any
# setup
LOG = []
class C:
    def __hash__(self): LOG.append(len(LOG)); return 3
    def __eq__(self, o): return True
out = []
# cell
for i in range(12):
    out.append(len({C(): 1}))
