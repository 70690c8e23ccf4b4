# expect: parallel
# setup
import random
# cell
grid = [[random.random() for _ in range(4)] for _ in range(15)]
after = random.random()
