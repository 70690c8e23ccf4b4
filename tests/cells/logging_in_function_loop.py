# expect: parallel any any
# setup
import logging

logger = logging.getLogger("cells.function")
xs = list(range(9))
# cell
def doubled(xs):
    made = []
    for x in xs:
        logger.warning("doubling %d", x)
        if x == 7:
            logger.error("late", exc_info=True)
        made.append(2 * x)
    return made


def drop(text):
    logger.warning("dropped %s", text)


out = doubled(xs)
seen = set()
for x in xs:
    if x % 2:
        drop(x)
        continue
    seen.add(x)
n = 0
while n < 6:
    logger.warning("while %d", n)
    out.append(n)
    n += 1
