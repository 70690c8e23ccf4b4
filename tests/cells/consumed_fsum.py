# expect: parallel
# setup
import math
# cell
r=math.fsum(0.1 for x in range(10))
