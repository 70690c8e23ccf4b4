# expect: parallel
# setup
import random
# cell
total = sum(random.random() for _ in range(30))
largest = max(random.random() for _ in range(30))
after = random.random()
