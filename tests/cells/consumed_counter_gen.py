# expect: parallel
# setup
from collections import Counter
# cell
r=Counter(x%3 for x in range(10))
