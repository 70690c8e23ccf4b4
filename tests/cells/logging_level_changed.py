# expect: any
# setup
import logging

class Keeping(logging.Handler):
    def emit(self, record):
        kept.append(record.getMessage())

kept = []
log = logging.getLogger("nbparallel_test.level_changed")
log.handlers[:] = [Keeping()]
log.propagate = False
log.setLevel(logging.WARNING)
enabled = []
# cell
for i in range(6):
    log.info("round %d", i)
    if i == 2:
        log.setLevel(logging.INFO)
    enabled.append(log.isEnabledFor(logging.INFO))
log.setLevel(logging.WARNING)
