# expect: parallel
# setup
import random
out = []
words = list('abcdef')
# cell
for i in range(40):
    random.shuffle(deck := list(range(8)))
    out.append((random.choice(words), random.sample(words, 3), deck))
after = random.random()
