# expect: parallel
# setup
import random
words = ['a', 'b', 'c', 'd']
# cell
out = [''.join(random.choices(words, k=5)) for _ in range(20)]
after = random.random()
