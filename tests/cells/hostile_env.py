# setup
import os
# cell
for k in range(9):
    os.environ["NBP_PROBE"] = str(k)
v = os.environ.pop("NBP_PROBE")
