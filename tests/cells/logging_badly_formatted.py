# expect: any
# setup
import logging
import sys
logging.raiseExceptions = False
xs = list(range(8))
# cell
out = []
for x in xs:
    logging.warning("item %d", x if x != 5 else "five")
    out.append(x)
