# setup
import builtins
# cell
out = []
for k in range(9):
    builtins.nbp_probe = k
    out.append(builtins.nbp_probe)
