# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
import tempfile, os
folder = tempfile.mkdtemp()
paths = [os.path.join(folder, f'{x}.txt') for x in xs]
for path in paths:
    open(path, 'w').close()
# cell
out = []
for path in paths:
    out.append(os.path.basename(sly.removes(path)))
left = os.listdir(folder)
del paths, path, folder
