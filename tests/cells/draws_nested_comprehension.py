# expect: parallel
# setup
import random
rows = []
# cell
for i in range(15):
    rows.append([[random.random() for _ in range(3)] for _ in range(2)])
after = random.random()
