# expect: parallel parallel
# setup
import logging
xs = list(range(30))
# cell
for x in xs:
    logging.warning("seen %d", x)
    if x == 17:
        break
for x in xs:
    logging.error("seen %d", x)
    print(x)
    y = 1 / (x - 20)
