# expect: serial
# setup
import types
ms = [types.ModuleType('a'), types.ModuleType('b')]; out = []
# cell
for m in ms:
    m.x = 1
    out.append(hasattr(ms[1], 'x'))
