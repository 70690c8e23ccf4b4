# expect: parallel parallel parallel
# setup
import logging
logger = logging.getLogger("cells.body")
logger.setLevel("INFO")
quiet = logging.getLogger("cells.body.quiet")
quiet.setLevel("ERROR")
xs = list(range(12))


class Pair:
    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return f"<{self.x}>"


def helper(x):
    own = logging.getLogger(f"cells.made{x % 3}")
    own.warning("helped %s with %r", x, Pair(x))
    return own.isEnabledFor(logging.INFO)


# cell
out = []
for x in xs:
    logger.info("item %d 100%%", x)
    logger.debug("no %d", x)
    quiet.warning("no %d", x)
    quiet.log(40, f"yes {x}%")
    logging.warning("item %s", x)
    print("p", x)
    out.append(x * 2)
for x in xs:
    try:
        out.append(1 / (x - 3))
    except ZeroDivisionError:
        logger.exception("failed on %s", x)
        logger.error("%(a)s", {"a": x}, exc_info=True)
for x in xs:
    out.append(helper(x))
names = sorted(logging.root.manager.loggerDict.keys() & {"cells.made0", "cells.made1", "cells.made2"})
handlers = str(logging.root.handlers)
