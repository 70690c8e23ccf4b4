# expect: any
# setup
import logging

class Raising(logging.Handler):
    def emit(self, record):
        kept.append(record.getMessage())
        if len(kept) == 3:
            raise LookupError(record.getMessage())

kept = []
log = logging.getLogger("nbparallel_test.handler_raises")
log.handlers[:] = [Raising()]
log.propagate = False
out = []
# cell
for i in range(6):
    log.warning("round %d", i)
    out.append(i)
