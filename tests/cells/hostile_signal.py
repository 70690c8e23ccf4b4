# setup
import signal
# cell
old = signal.getsignal(signal.SIGUSR1)
for k in range(9):
    signal.signal(signal.SIGUSR1, lambda *a: None)
signal.signal(signal.SIGUSR1, old)
del old
