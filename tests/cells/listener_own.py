# expect: serial serial
# setup
import sys, warnings
class Tee:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s); return len(s)
    def flush(self): pass
tee = Tee(); out = []; seen = []
def show(message, *a, **k): seen.append(str(message))
# cell
old = sys.stdout
sys.stdout = tee
for i in range(12):
    print(i)
    out.append(len(tee.parts))
sys.stdout = old
old_show = warnings.showwarning
warnings.showwarning = show
for i in range(12):
    warnings.warn(str(i))
    out.append(len(seen))
warnings.showwarning = old_show
