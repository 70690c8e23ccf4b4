# expect: serial any
# setup
LOG = []
class A:
    def __bool__(self): LOG.append(len(LOG)); return True
out = []
# cell
for i in range(9):
    if A():
        out.append(i)
