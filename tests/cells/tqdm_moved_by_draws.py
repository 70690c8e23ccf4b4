# expect: parallel
# setup
import random

import tqdm

random.seed(3)
kept = []
# cell
bar = tqdm.tqdm(total=40)
for x in range(24):
    count = random.randrange(3)
    bar.update(count)
    bar.set_postfix(count=count)
    print(count)
    kept.append([random.random() for _ in range(count)])
moved = bar.n
after = random.random()
bar.close()
del bar
