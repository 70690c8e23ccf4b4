# expect: parallel
# setup
out=[]
# cell
import random
for i in range(5):
    out.append(random.random())
