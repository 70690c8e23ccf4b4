# expect: any
# setup
import random
# cell
found = all(random.random() < 0.9 for _ in range(200))
after = random.random()
