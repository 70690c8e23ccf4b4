# expect: serial
# codes: NBP202
# setup
import ctypes
libc = ctypes.CDLL(None)
out = []
# cell
for i in range(6):
    out.append(libc.printf(b"x"))
