# expect: parallel
# setup
import random
# cell
table = {k: random.random() for k in range(20)}
after = random.random()
