# expect: serial
# codes: NBP204
# setup
import subprocess
out = []
# cell
for i in range(3):
    out.append(subprocess.run(["echo", "x"]).returncode)
