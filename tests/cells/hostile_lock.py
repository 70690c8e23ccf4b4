# setup
import threading
lock = threading.Lock()
# cell
out = []
for k in range(9):
    with lock:
        out.append(k)
