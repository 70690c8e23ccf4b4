# expect: serial
# codes: NBP401
# setup
import threading
lock = threading.Lock()
out = []
# cell
for i in range(4):
    out.append(lock is not None and i)
