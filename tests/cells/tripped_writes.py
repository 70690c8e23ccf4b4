# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
import tempfile, os
folder = tempfile.mkdtemp()
path = os.path.join(folder, 'log.txt')
# cell
out = []
for x in xs:
    out.append(sly.writes(path, f'{x}\n'))
with open(path) as file:
    text = file.read()
del path, folder, file
