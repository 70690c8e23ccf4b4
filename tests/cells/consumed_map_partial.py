# expect: parallel
# setup
from functools import partial
g=partial(pow,2)
# cell
r=list(map(g,range(5)))
