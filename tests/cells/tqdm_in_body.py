# expect: parallel parallel parallel parallel parallel parallel
# setup
import tqdm
import tqdm.auto
xs = list(range(12))


def moved(x):
    bar.update(1)
    return x * 3


# cell
out = []
bar = tqdm.tqdm(total=12)
for x in xs:
    out.append(x * 2)
    print(x)
    bar.update(1)
    bar.set_description(f"at {x}")
ys = [moved(x) for x in xs]
counted = [(bar.n, bar.desc)]
bar.close()
with tqdm.auto.tqdm(total=12) as inner:
    for x in xs:
        out.append(x * 2)
        inner.update()
        inner.set_postfix(last=x, kind=[x])
    counted.append((inner.n, inner.postfix))
for x in tqdm.tqdm(xs):
    tqdm.tqdm.write(f"at {x}")
    tqdm.tqdm.write(f"{x}", end="!\n")
bar = tqdm.tqdm(xs)
for x in bar:
    bar.set_description(f"at {x}")
    out.append(x)
counted.append((bar.n, bar.desc))
for x in xs:
    for y in tqdm.tqdm(range(x), leave=False):
        out.append(y)
del bar, inner
