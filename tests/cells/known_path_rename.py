# expect: serial
# codes: NBP204
# setup
import pathlib, tempfile
def made(folder=tempfile.mkdtemp()):
    paths = [pathlib.Path(folder, f'{k}.txt') for k in range(6)]
    for k, p in enumerate(paths):
        p.write_text(str(k))
    return lambda k: paths[k]
path = made()
out = []
# cell
for k in range(6):
    path(k).rename(path(k).with_suffix('.bak'))
    out.append(path(k).suffix)
