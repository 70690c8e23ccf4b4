# expect: parallel
# setup
import random
out = {}

def shared(n):
    days = [random.randint(1, 365) for _ in range(n)]
    return len(set(days)) < n
# cell
for n in range(2, 30):
    out[n] = sum(shared(n) for _ in range(20)) / 20
after = random.random()
