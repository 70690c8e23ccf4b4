# expect: serial
# setup
import threading
class Locked:
    def __init__(self): self.lock = threading.Lock(); self.v = 4
    def __getstate__(self):
        d = dict(self.__dict__); del d["lock"]; return d
    def __setstate__(self, d):
        self.__dict__.update(d); self.lock = threading.Lock()
    def f(self, x):
        return x + self.v
m = Locked()
# cell
out = [m.f(k) for k in range(12)]
