# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
# cell
out = [sly.puts_environment(x) for x in xs]
import os, subprocess
seen = subprocess.run(['sh', '-c', 'echo $SLY_PUT'], capture_output=True).stdout
os.unsetenv('SLY_PUT')
