# expect: any
# setup
import math
kept = math.sin
math.sin = lambda x: 7.0
xs = list(range(12))
# cell
out = [math.sin(x) for x in xs]
math.sin = kept
