# expect: any
# setup
import random
import numpy as np
seen = {}
# cell
for i in range(20):
    seen.setdefault(i % 5, random.random())
after = random.random()
