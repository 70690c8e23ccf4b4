# expect: serial
# setup
import ctypes
class P(ctypes.Structure): _fields_ = [('x', ctypes.c_int)]
p = P(); q = ctypes.pointer(p); out = []
# cell
for i in range(12):
    q.contents.x += i
    out.append(p.x)
