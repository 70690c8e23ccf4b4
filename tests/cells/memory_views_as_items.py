# expect: parallel
# setup
xs = [bytearray([k] * 4) for k in range(4)]
ms = [memoryview(x) for x in xs]
out = []
# cell
for m in ms:
    out.append((type(m).__name__, isinstance(m, bytes), m[1], bytes(m[1:3]), m.nbytes, m.readonly, len(m)))
