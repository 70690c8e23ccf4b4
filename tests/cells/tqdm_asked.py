# expect: serial serial serial serial serial
# codes: NBP202
# setup
from tqdm import tqdm

bar = tqdm(total=12)
out = []
# cell
for x in range(12):
    bar.update(1)
    out.append(getattr(bar, 'total', -1))
for x in range(12):
    bar.update(1)
    out.append(isinstance(bar, tqdm))
for x in range(12):
    bar.update(1)
    out.append(type(bar).__name__)
for x in range(12):
    try:
        out.append(bar.total)
    except AttributeError:
        out.append(None)
bars = [bar, bar]
out += [hasattr(one, 'n') for one in bars]
bar.close()
del bar, bars
