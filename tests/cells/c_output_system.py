# expect: serial
# codes: NBP204
# setup
import os
out = []
# cell
for i in range(3):
    out.append(os.system("echo x"))
