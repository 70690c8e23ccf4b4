# expect: serial
# codes: NBP204
# setup
import tempfile
from pathlib import Path
def made():
    folder = tempfile.mkdtemp()
    for k in range(6):
        Path(folder, f'{k}.txt').write_text(str(k))
    return lambda name: f'{folder}/{name}'
at = made()
out = []
# cell
for k in range(6):
    Path(at(f'{k}.txt')).replace(Path(at('last.bak')))
    out.append(k)
last = Path(at('last.bak')).read_text()
