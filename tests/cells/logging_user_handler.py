# expect: any
# setup
import logging

class Keeping(logging.Handler):
    def emit(self, record):
        kept.append((len(kept), record.name, record.levelno, record.msg, record.args,
                     record.getMessage(), record.lineno, record.funcName, record.threadName,
                     record.processName, record.process, record.thread))
        print("handled", record.getMessage())

kept = []
log = logging.getLogger("nbparallel_test.user_handler")
log.handlers[:] = [Keeping()]
log.propagate = False
log.setLevel(logging.INFO)

def work(i):
    log.debug("not seen %d", i)
    log.info("half of %d", i)
    return i / 2

out = []
# cell
for i in range(6):
    print("before", i)
    out.append(work(i))
    log.warning("done %s", out[-1:])
