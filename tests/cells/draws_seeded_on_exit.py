# expect: parallel
# setup
import random
out = []

class Seeded:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        random.seed(3)
# cell
for i in range(20):
    with Seeded():
        out.append(random.random())
after = random.random()
