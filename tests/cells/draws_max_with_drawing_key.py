# expect: any
# setup
import random
# cell
largest = max((random.random() for _ in range(30)), key=lambda v: v + random.random())
after = random.random()
