# expect: any
# setup
import logging

class Keeping(logging.Handler):
    def emit(self, record):
        kind, error, _ = record.exc_info
        kept.append((record.getMessage(), kind, str(error), record.lineno))

kept = []
log = logging.getLogger("nbparallel_test.exception")
log.handlers[:] = [Keeping()]
log.propagate = False
out = []
# cell
for i in [2, 1, 0, 4]:
    try:
        out.append(1 / i)
    except ZeroDivisionError:
        log.exception("no inverse of %d", i)
