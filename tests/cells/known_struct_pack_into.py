# expect: serial
# codes: NBP106
# setup
import struct
buf = bytearray(24)
out = []
# cell
for i in range(6):
    struct.pack_into('i', buf, 4 * i, i)
    out.append(i)
