# expect: parallel serial serial serial serial any any parallel parallel
# setup
import logging

xs = list(range(9))
logger = logging.getLogger("cells.expressions")


def noted(x):
    logger.warning("noted %d", x)
    return x


# cell
shown = [logging.warning("list %d", x) or x for x in xs]
pairs = {x: logging.warning("dict %d", x) or x for x in xs}
those = {logging.warning("set %d", x) or x for x in xs}
total = sum(logger.warning("sum %d", x) or x for x in xs)
early = any(logger.warning("any %d", x) or x > 5 for x in xs)
nones = list(map(logging.warning, xs))
again = list(map(lambda x: logger.error("lambda %d", x) or x, xs))
calls = sum(noted(x) for x in xs)
named = {x: noted(x) for x in xs}
