# expect: parallel
# setup
import logging
logger = logging.getLogger("cells.disabled")
logger.setLevel(1)
logging.disable(logging.INFO)
xs = list(range(8))
# cell
out = []
for x in xs:
    logger.info("not %d", x)
    logger.warning("so %d", x)
    out.append(logger.isEnabledFor(20))
