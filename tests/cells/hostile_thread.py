# setup
import threading
# cell
out = []
for k in range(9):
    r = []
    t = threading.Thread(target=r.append, args=(k,))
    t.start(); t.join()
    out.append(r[0])
del t
