# expect: serial
# codes: NBP403
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
acc = sly.REGISTERED
# cell
for x in xs:
    acc.append(sly.registered(x))
