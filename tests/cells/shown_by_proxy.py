# expect: serial
# setup
import types
d = {0: 0}; v = types.MappingProxyType(d); out = []
# cell
for i in range(12):
    d[0] = i
    out.append(v[0])
