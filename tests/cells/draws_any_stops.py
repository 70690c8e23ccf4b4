# expect: any
# setup
import random
# cell
found = any(random.random() > 0.9 for _ in range(200))
after = random.random()
