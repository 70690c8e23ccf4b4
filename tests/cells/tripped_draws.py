# expect: any
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
import random
random.seed(4)
# cell
out = []
for x in xs:
    out.append(sly.draws(x))
after = random.random()
