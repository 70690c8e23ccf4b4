# expect: parallel
# setup
o=[]
# cell
for i in range(5):
    import math
    o.append(math.sqrt(i))
