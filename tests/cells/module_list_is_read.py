# expect: serial
# codes: NBP206
# setup
import sys
out = []
# cell
for i in range(4):
    out.append("zipfile" in sys.modules)
