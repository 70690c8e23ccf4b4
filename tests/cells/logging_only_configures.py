# expect: parallel
# setup
import logging
xs = list(range(8))
# cell
out = []
for x in xs:
    logging.debug("never shown")
    out.append(x)
handlers = str(logging.root.handlers)
