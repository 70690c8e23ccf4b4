# expect: serial serial any
# setup
import io
import tqdm
xs = list(range(12))
kept = io.StringIO()
# cell
out = []
bar = tqdm.tqdm(total=12, file=kept, mininterval=0, miniters=1)
for x in xs:
    bar.update(1)
    out.append(f"{x + 1}/12" in kept.getvalue())
del bar
bar = tqdm.tqdm(total=12)
for x in xs:
    bar.update(1)
    out.append(bar.n)
for x in xs:
    bar.update(x)
    if bar.n > 20:
        break
out.append(bar.n)
bar.close()
kept = None
del bar
