# expect: any
# setup
import random
out = []
# cell
try:
    for i in range(60):
        x = random.random()
        if x > 0.97:
            raise ValueError(x)
        out.append(x)
except ValueError as error:
    out.append(str(error))
after = random.random()
