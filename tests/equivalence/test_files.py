"""Files that iterations write: what is in the folder afterwards is what the plain cell leaves."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import nbparallel
from nbparallel.runtime.executor import Executor, Outcome
from nbparallel.runtime.inline import InlineExecutor
from nbparallel.runtime.staging import Staged, Unstaged, staging
from tests.equivalence.harness import Cell, differences, plainly, run

# name: how its loop runs (parallel, serial), set-up, cell
CELLS = {
    "json to a folder": (
        "parallel",
        "import json\nfrom pathlib import Path\nout = Path('o')\nout.mkdir()",
        "for i in range(12):\n    with open(out / f'{i}.json', 'w') as f:\n        json.dump({'i': i}, f)",
    ),
    "print to a file": (
        "parallel",
        "",
        "names = []\nfor i in range(12):\n    p = f'f{i}.txt'\n    with open(p, 'w') as f:\n"
        "        f.write(f'line {i}\\n')\n        print('x', i, file=f)\n    names.append(p)",
    ),
    "csv writer": (
        "parallel",
        "import csv",
        "for i in range(12):\n    with open(f'c{i}.csv', 'w', newline='') as f:\n"
        "        w = csv.writer(f)\n        w.writerow([i, i * i])\ndel w",
    ),
    "frames of groups": (
        "parallel",
        "import pandas as pd\ndf = pd.DataFrame({'g': [i % 6 for i in range(60)], 'v': range(60)})",
        "for g, part in df.groupby('g'):\n    part.to_csv(f'g{g}.csv', index=False)",
    ),
    "pickled frames": (
        "parallel",
        "import pandas as pd\nfrom pathlib import Path",
        "for i in range(8):\n    pd.DataFrame({'a': [i]}).to_pickle(f'{i}.pkl')\n"
        "sizes = [len(Path(f'{i}.pkl').read_bytes()) for i in range(8)]",
    ),
    "arrays": (
        "parallel",
        "import numpy as np",
        "for i in range(12):\n    np.save(f'a{i}.npy', np.arange(i))",
    ),
    "several arrays": (
        "parallel",
        "import numpy as np",
        "for i in range(8):\n    np.savez(f'a{i}.npz', x=np.arange(i))\n"
        "xs = [np.load(f'a{i}.npz')['x'].tolist() for i in range(8)]\n"
        "import os\nfor i in range(8): os.remove(f'a{i}.npz')",  # they hold the time
    ),
    "pickles": (
        "parallel",
        "import pickle",
        "for i in range(12):\n    with open(f'p{i}.pkl', 'wb') as f:\n        pickle.dump([i] * i, f)",
    ),
    "pictures": (
        "parallel",
        "from PIL import Image",
        "for i in range(8):\n    Image.new('L', (4, 4), i).save(f'{i}.png')",
    ),
    "one file to another": (
        "parallel",
        "from pathlib import Path\nfor i in range(12): Path(f'in{i}').write_text(f'{i} abc ' * i)",
        "for i in range(12):\n    t = Path(f'in{i}').read_text()\n"
        "    Path(f'out{i}').write_text(t.upper())",
    ),
    "frames read and written": (
        "parallel",
        "import pandas as pd\n"
        "for i in range(8): pd.DataFrame({'a': range(i)}).to_csv(f'in{i}.csv', index=False)",
        "for i in range(8):\n    df = pd.read_csv(f'in{i}.csv')\n    df['b'] = df['a'] * 2\n"
        "    df.to_csv(f'out{i}.csv')",
    ),
    "files found before": (
        "parallel",
        "from pathlib import Path\nfor i in range(9): Path(f'in{i}.txt').write_text(str(i))",
        "for p in sorted(Path('.').glob('in*.txt')):\n"
        "    p.with_suffix('.up').write_text(p.read_text() * 2)",
    ),
    "files found meanwhile": (
        "serial",
        "from pathlib import Path\nfor i in range(9): Path(f'in{i}.txt').write_text(str(i))",
        "for p in Path('.').glob('in*.txt'):\n    p.with_suffix('.up').write_text(p.read_text() * 2)",
    ),
    "each from the one before": (
        "any",
        "from pathlib import Path\nPath('x0').write_text('seed')",
        "for i in range(12):\n    t = open(f'x{i}').read()\n    with open(f'x{i + 1}', 'w') as f:\n"
        "        f.write(t + str(i))",
    ),
    "each from the one before, which is there": (
        "any",
        "from pathlib import Path\nfor i in range(13): Path(f'x{i}').write_text('old')",
        "for i in range(12):\n    t = open(f'x{i}').read()\n    with open(f'x{i + 1}', 'w') as f:\n"
        "        f.write(t + str(i))",
    ),
    "under another name": (
        "any",
        "import os\nopen('h0', 'w').close()\nos.link('h0', 'hl')\nr = []",
        "for i in range(12):\n    r.append(open('hl').read())\n    open('h0', 'w').write(str(i))",
    ),
    "all to one": (
        "parallel",
        "",
        "for i in range(12):\n    with open('same', 'w') as f:\n        f.write(str(i))",
    ),
    "read back": (
        "parallel",
        "s = []",
        "for i in range(12):\n    with open(f'y{i}', 'w') as f:\n        f.write(str(i))\n"
        "    with open(f'y{i}') as f:\n        s.append(f.read())\n    s.append((f.name, f.mode))",
    ),
    "changed in place": (
        "parallel",
        "from pathlib import Path\nfor i in range(12): Path(f'{i}').write_text('a' * i)",
        "for i in range(12):\n    t = Path(f'{i}').read_text()\n    Path(f'{i}').write_text(t + 'b')",
    ),
    "a break": (
        "any",
        "",
        "for i in range(12):\n    with open(f'y{i}', 'w') as f:\n        f.write(str(i))\n"
        "    if i == 7: break",
    ),
    "an exception while open": (
        "any",
        "",
        "for i in range(12):\n    with open(f'y{i}', 'w') as f:\n        f.write(str(i))\n"
        "        if i == 7: raise ValueError(i)",
    ),
    "an exception before": (
        "any",
        "",
        "for i in range(12):\n    if i == 7: raise ValueError(i)\n"
        "    with open(f'y{i}', 'w') as f:\n        f.write(str(i))",
    ),
    "no such folder": (
        "any",
        "",
        "for i in range(12):\n    with open(f'no/y{i}', 'w') as f:\n        f.write(str(i))",
    ),
    "of a function": (
        "parallel",
        "import os\ndef save(i, where):\n    with open(os.path.join(where, f'{i}'), 'w') as f:\n"
        "        f.write('é' * i)\n    return i\ndone = []",
        "for i in range(12):\n    done.append(save(i, '.'))",
    ),
    "created anew": (
        "any",
        "",
        "for i in range(12):\n    with open(f'n{i}', 'x') as f:\n        f.write(str(i))",
    ),
    "created twice": (
        "any",
        "",
        "for i in range(12):\n    with open(f'e{i % 5}', 'x') as f:\n        f.write(str(i))",
    ),
    "a comprehension": (
        "parallel",
        "",
        "k = [open(f'k{i}', 'w').write('a' * i) for i in range(12)]",
    ),
    "as far as it is consumed": (
        "any",
        "",
        "k = any(open(f'k{i}', 'w').write('a' * i) == 5 for i in range(12))",
    ),
    "only where there is none": (
        "any",
        "import os\nopen('z3', 'w').close()",
        "for i in range(12):\n    if not os.path.exists(f'z{i % 5}'):\n"
        "        open(f'z{i % 5}', 'w').write(str(i))",
    ),
    "counted": (
        "serial",
        "import os\nn = []",
        "for i in range(12):\n    open(f'{i}', 'w').write('1')\n    n.append(len(os.listdir('.')))",
    ),
    "compressed": (
        "parallel",
        "import gzip",
        "for i in range(12):\n    with gzip.open(f'z{i}.gz', 'wt') as f:\n        f.write('abc' * i)",
    ),
    "appended": (
        "serial",
        "",
        "for i in range(12):\n    with open('log', 'a') as f:\n        f.write(str(i))",
    ),
    "written by descriptor": (
        "any",
        "import os\ndef put(i):\n    fd = os.open(f'{i}', os.O_WRONLY | os.O_CREAT)\n"
        "    os.write(fd, b'x')\n    os.close(fd)",
        "for i in range(12):\n    put(i)",
    ),
    "paths made in the body": (
        "parallel",
        "from pathlib import Path",
        "for i in range(12):\n    p = Path('.') / f'p{i}'\n    p.write_text('x' * i)\n"
        "    Path(f'q{i}').write_bytes(b'y' * i)\n    with Path(f'r{i}').open('w') as f:\n"
        "        f.write(str(i))",
    ),
    "paths made in the body, and an exception": (
        "any",
        "from pathlib import Path",
        "for i in range(12):\n    Path(f'p{i}').write_text(str(1 / (i - 4)))",
    ),
    "sizes of what is there": (
        "serial",
        "from pathlib import Path\nr = []\nfor i in range(12): Path(f'p{i}').write_text('old')",
        "for i in range(12):\n    p = Path(f'p{i}')\n    p.write_text('x' * i)\n"
        "    r.append(p.stat().st_size)",
    ),
    "the largest by its size": (
        "serial",
        "import os\nr = []\nfor i in range(12): open(f'p{i}', 'w').write('x' * i)",
        "for i in range(12):\n    r.append(max(map(str, range(12)), key=lambda k: 0))\n"
        "    r.append(max([f'p{k}' for k in range(12)], key=os.path.getsize))\n"
        "    open(f'p{i}', 'w').write('y' * (30 - i))",
    ),
    "asked by a function in a table": (
        "serial",
        "import os\nr = []\nasked = {'there': os.path.exists}",
        "for i in range(12):\n    r.append(asked['there']('f3'))\n    open(f'f{i}', 'w').write('x')",
    ),
    "a group of a match": (
        "parallel",
        "import re",
        "for i in range(12):\n    m = re.match(r'(\\w)(\\d+)', f'a{i}')\n"
        "    open(m.group(2), 'w').write(m.group(1))\ndel m",
    ),
    "pictures read back": (
        "parallel",
        "from PIL import Image\nr = []",
        "for i in range(8):\n    Image.new('L', (3, 3), i).save(f'{i}.png')\n"
        "    with Image.open(f'{i}.png') as im:\n        r.append(im.getpixel((0, 0)))\nn = im.format\n"
        "del im",
    ),
    "compressed by bz2": (
        "serial",
        "import bz2",
        "for i in range(6):\n    with bz2.open(f'{i}.b', 'wt') as f:\n        f.write('a' * i)",
    ),
    "named by draws, and an exception": (
        "any",
        "import random\nrandom.seed(3)",
        "for i in range(12):\n    with open(f'f{random.randrange(500)}', 'w') as f:\n"
        "        while random.random() < 0.5: f.write(str(random.random()))\n"
        "    if i == 4: raise ValueError",
    ),
    "a folder for each": (
        "parallel",
        "import os",
        "for i in range(12):\n    os.makedirs(f'd{i}', exist_ok=True)\n"
        "    open(f'd{i}/x', 'w').write('1')",
    ),
    "folders of a path, with parents": (
        "parallel",
        "from pathlib import Path",
        "for i in range(12):\n    out = Path('o') / str(i % 3) / str(i)\n"
        "    out.mkdir(parents=True, exist_ok=True)\n    (out / 'x.txt').write_text(str(i))",
    ),
    "folders where there are none": (
        "parallel",
        "import os",
        "for i in range(12):\n    if not os.path.exists(f'd{i}'):\n        os.makedirs(f'd{i}')\n"
        "    with open(os.path.join(f'd{i}', 'x'), 'w') as f:\n        f.write(str(i))",
    ),
    "one folder for all": (
        "parallel",
        "import os",
        "for i in range(40):\n    if not os.path.exists('out'):\n        os.makedirs('out')\n"
        "    with open(f'out/{i}', 'w') as f:\n        f.write(str(i))",
    ),
    "one file read by all, rewritten once": (
        "any",
        "from pathlib import Path\nPath('c').write_text('0')\nr = []",
        "for i in range(40):\n    r.append(Path('c').read_text())\n"
        "    if i % 13 == 5: Path('c').write_text(str(i))",
    ),
    "one folder for several": (
        "any",
        "import os\nmade = []",
        "for i in range(12):\n    d = f'd{i % 2}'\n    if not os.path.isdir(d):\n"
        "        os.mkdir(d)\n        made.append(i)\n    open(f'{d}/{i}', 'w').close()",
    ),
    "a folder made twice": (
        "any",
        "import os",
        "for i in range(12):\n    os.mkdir(f'd{i % 11}')\n    open(f'd{i % 11}/{i}', 'w').close()",
    ),
    "a folder made twice, which is caught": (
        "any",
        "import os\nt = []",
        "for i in range(12):\n    try:\n        os.mkdir(f'd{i % 5}')\n"
        "    except FileExistsError:\n        t.append(i)\n    open(f'd{i % 5}/{i}', 'w').close()",
    ),
    "a folder without a parent": (
        "any",
        "import os\nt = []",
        "for i in range(12):\n    try:\n        os.mkdir(f'no/{i}')\n"
        "    except FileNotFoundError as e:\n        t.append(str(e))\n    open(f'{i}', 'w').close()",
    ),
    "a folder in the place of a file": (
        "any",
        "import os\nopen('f3', 'w').close()\nt = []",
        "for i in range(8):\n    try:\n        os.makedirs(f'f{i}', exist_ok=True)\n"
        "        open(f'f{i}/x', 'w').close()\n    except OSError as e:\n        t.append(repr(e))",
    ),
    "folders with permissions": (
        "parallel",
        "import os",
        "for i in range(8):\n    os.makedirs(f'a/d{i}', 0o700, exist_ok=True)\n"
        "    open(f'a/d{i}/x', 'w').close()\n"
        "modes = [oct(os.stat(p).st_mode) for p in ('a', 'a/d3')]",
    ),
    "only what is not there yet": (
        "parallel",
        "import os\nfor i in (2, 5): open(f'r{i}', 'w').write('old')",
        "done = 0\nfor i in range(12):\n    if os.path.exists(f'r{i}'):\n        continue\n"
        "    open(f'r{i}', 'w').write(str(i))\n    done += 1",
    ),
    "only what no iteration before has written": (
        "any",
        "from pathlib import Path\nskipped = []",
        "for i in range(12):\n    p = Path(f'r{i % 4}')\n    if p.exists():\n"
        "        skipped.append(i)\n        continue\n    p.write_text(str(i))",
    ),
    "asked about what it has written itself": (
        "parallel",
        "import os\nr = []",
        "for i in range(8):\n    a = os.path.isfile(f'y{i}')\n    open(f'y{i}', 'w').close()\n"
        "    r.append((a, os.path.isfile(f'y{i}'), os.path.isdir(f'y{i}'), os.path.exists(f'y{i}')))",
    ),
    "asked under another name": (
        "any",
        "import os\nos.mkdir('d')\nos.symlink('d', 'l')\nr = []",
        "for i in range(12):\n    r.append(os.path.exists('l/x'))\n"
        "    if i == 5: open('d/x', 'w').close()",
    ),
    "asked by a function that is handed on": (
        "serial",
        "import os\nimport pandas as pd\ns = pd.Series(['y0', 'y5'])\nr = []",
        "for i in range(12):\n    r.append(s.apply(os.path.exists).tolist())\n"
        "    open(f'y{i}', 'w').close()",
    ),
    "asked in a table of functions": (
        "any",
        "import os\nask = {'e': os.path.exists, 'f': os.path.isfile}\nr = []",
        "for i in range(12):\n    r.append(ask['e']('y3'))\n    open(f'y{i}', 'w').close()",
    ),
    "mapped over paths": (
        "any",
        "import os\nr = []",
        "for i in range(12):\n    r.append(list(map(os.path.exists, ['y3', 'y9'])))\n"
        "    open(f'y{i}', 'w').close()",
    ),
    "frames into folders of their own": (
        "parallel",
        "import os\nimport pandas as pd",
        "for i in range(8):\n    os.makedirs(f'g/{i}', exist_ok=True)\n"
        "    pd.DataFrame({'a': [i]}).to_csv(f'g/{i}/a.csv')",
    ),
    "pictures into folders of their own": (
        "parallel",
        "from pathlib import Path\nfrom PIL import Image",
        "for i in range(8):\n    d = Path(f'p{i}')\n    d.mkdir(exist_ok=True)\n"
        "    Image.new('L', (4, 4), i).save(d / 'a.png')",
    ),
    "a folder listed": (
        "serial",
        "import os\nr = []",
        "for i in range(8):\n    os.makedirs(f'd{i}', exist_ok=True)\n    r.append(os.listdir('.'))",
    ),
    "folders, and an exception": (
        "any",
        "import os",
        "for i in range(12):\n    os.makedirs(f'd{i}/e', exist_ok=True)\n"
        "    if i == 7: raise ValueError(i)\n    open(f'd{i}/e/x', 'w').close()",
    ),
    "a folder's own parts": (
        "parallel",
        "import os",
        "for i in range(8):\n    os.makedirs(f'd{i}/e', exist_ok=True)\n"
        "    os.makedirs(f'd{i}/e', exist_ok=True)\n    os.makedirs(f'd{i}', exist_ok=True)\n"
        "    ok = os.path.isdir(f'd{i}') and os.path.isdir(f'd{i}/e')\n"
        "    open(f'd{i}/{ok}', 'w').close()",
    ),
    "made by a function": (
        "parallel",
        "import os\ndef save(i):\n    d = os.path.join('out', f'{i}')\n"
        "    if not os.path.exists(d):\n        os.makedirs(d)\n"
        "    with open(os.path.join(d, 'x'), 'w') as f:\n        f.write(str(i))\n    return d",
        "ds = [save(i) for i in range(12)]",
    ),
    "written out of a folder that is not there": (
        "any",
        "import os",
        "r=[]\nfor i in range(12):\n    try:\n        with open(f'no/../y{i}', 'w') as f:\n            f.write(str(i))\n    except OSError as e:\n        r.append(type(e).__name__)",
    ),
    "asked out of a folder that is not there": (
        "any",
        "import os\nr=[]",
        "for i in range(12):\n    with open(f'y{i}', 'w') as f:\n        f.write(str(i))\n    r.append(os.path.exists(f'no/../y{i}'))",
    ),
    "asked out of a folder just made": (
        "any",
        "import os\nr=[]",
        "for i in range(12):\n    os.mkdir(f'y{i}')\n    r.append(os.path.isdir(f'y{i}/../y{i}'))\n    r.append(os.path.isdir(f'q{i}/../y{i}'))",
    ),
    "a file asked about as a folder": (
        "any",
        "import os\nr=[]",
        "for i in range(12):\n    with open(f'y{i}', 'w') as f:\n        f.write(str(i))\n    r.append((os.path.exists(f'y{i}/'), os.path.isfile(f'y{i}/'), os.path.exists(f'y{i}/.')))",
    ),
    "a file opened as a folder": (
        "any",
        "import os\nr=[]",
        "for i in range(12):\n    try:\n        with open(f'y{i}/', 'w') as f:\n            f.write(str(i))\n    except OSError as e:\n        r.append(type(e).__name__)",
    ),
    "a file read as a folder": (
        "any",
        "import os\nr=[]",
        "for i in range(12):\n    with open(f'y{i}', 'w') as f:\n        f.write(str(i))\n    try:\n        r.append(open(f'y{i}/').read())\n    except OSError as e:\n        r.append(type(e).__name__)",
    ),
    "a folder without a name, which is caught": (
        "any",
        "import os\nr=[]",
        "for i in range(12):\n    try:\n        os.makedirs(os.path.dirname(f'y{i}'), exist_ok=True)\n    except OSError as e:\n        r.append(type(e).__name__)\n    with open(f'y{i}', 'w') as f:\n        f.write(str(i))",
    ),
    "a folder without a name": (
        "any",
        "import os\nr=[]",
        "for i in range(12):\n    os.makedirs(os.path.dirname(f'y{i}'), exist_ok=True)\n    with open(f'y{i}', 'w') as f:\n        f.write(str(i))",
    ),
    "a folder in the place of a broken link": (
        "any",
        "import os\nr=[]\nfor i in range(12): os.symlink(f't{i}', f'l{i}')",
        "for i in range(12):\n    try:\n        os.makedirs(f'l{i}', exist_ok=True)\n    except OSError as e:\n        r.append(type(e).__name__)",
    ),
    "created in the place of a broken link": (
        "any",
        "import os\nr=[]\nfor i in range(12): os.symlink(f't{i}', f'l{i}')",
        "for i in range(12):\n    try:\n        with open(f'l{i}', 'x') as f:\n            f.write('a')\n    except OSError as e:\n        r.append(type(e).__name__)",
    ),
    "written through a broken link": (
        "any",
        "import os\nr=[]\nfor i in range(12): os.symlink(f't{i}', f'l{i}')",
        "for i in range(12):\n        with open(f'l{i}', 'w') as f:\n            f.write('a')\n        r.append(os.path.exists(f't{i}'))",
    ),
    "a library asks for a folder that an iteration makes": (
        "any",
        "import os\nimport pandas as pd\nbad=[]\ndf=pd.DataFrame({'a':[1]})",
        "for i in range(12):\n    try:\n        df.to_csv(f'd/{i}.csv')\n    except OSError:\n        bad.append(i)\n    if i == 5:\n        os.mkdir('d')",
    ),
    "a link to a folder that an iteration makes": (
        "any",
        "import os\nos.symlink('real','ln')\nr=[]",
        "for i in range(12):\n    if i == 4: os.mkdir('real')\n    r.append(os.path.isdir('ln'))",
    ),
    "folders out of a folder that is not there": (
        "any",
        "import os\nr=[]",
        "for i in range(12):\n    try:\n        os.makedirs(f'm{i}/x/../y')\n    except OSError as e:\n        r.append(str(e))",
    ),
    "a folder of a path that leads up": (
        "any",
        "from pathlib import Path\nr=[]",
        "for i in range(12):\n    try:\n        Path(f'm{i}/../y{i}').mkdir(parents=True)\n    except OSError as e:\n        r.append(str(e))",
    ),
}


def left(folder: Path) -> dict[str, Any]:
    """What is in a folder: contents and permissions."""
    found: dict[str, Any] = {}
    for root, folders, names in os.walk(folder):
        for name in folders:
            path = Path(root, name)
            found[str(path.relative_to(folder))] = "folder", oct(path.stat().st_mode)
        for name in names:
            path = Path(root, name)
            if not path.exists():
                found[str(path.relative_to(folder))] = "leads to", os.readlink(path)
                continue
            data = gzip.decompress(path.read_bytes()) if name.endswith("gz") else path.read_bytes()
            found[str(path.relative_to(folder))] = data, oct(path.stat().st_mode)
    return found


def compare(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch, executor: Executor | None
) -> None:
    expected, setup, text = CELLS[name]
    cell = Cell(name, setup, text)

    def one_way(runner: Callable[..., Any]) -> tuple[Any, dict[str, Any]]:
        place = folder / "here"
        place.mkdir()
        monkeypatch.chdir(place)
        try:
            return run(cell, runner, "always"), left(place)
        finally:
            monkeypatch.chdir(folder)
            shutil.rmtree(place)

    plain, plain_files = one_way(plainly)
    ours, our_files = one_way(
        lambda source, names: nbparallel.run(source, names, executor=executor, min_time=0)
    )
    report = nbparallel.last_run()
    assert report is not None
    said = [(loop.mode, loop.reason, loop.notes) for loop in report.loops]
    assert our_files == plain_files, said
    assert not "\n".join(map(str, differences(plain, ours))), said
    assert expected in ("any", report.loops[0].mode), said


class Watching(InlineExecutor):
    """An executor whose chunks must leave the folder as it is: only the kernel writes."""

    def _run(self, key: str, chunk: int, data: bytes) -> Outcome:
        before = left(Path.cwd())
        outcome = super()._run(key, chunk, data)
        assert left(Path.cwd()) == before, "a chunk has written where only the kernel may"
        return outcome


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", CELLS)
def test_the_folder_is_the_plain_cells(
    name: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare(name, tmp_path, monkeypatch, Watching(workers=3, seed=seed))


@pytest.mark.cluster
@pytest.mark.parametrize("name", CELLS)
def test_on_a_cluster(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compare(name, tmp_path, monkeypatch, None)


# -- what is kept aside -----------------------------------------------------------------------------


def test_what_is_written_is_kept_aside(tmp_path: Path) -> None:
    path = tmp_path / "new"
    with staging(near=True) as area:
        path.write_text("one")
        assert path.read_text() == "one"
        assert not os.path.lexists(path)
        path.write_text("two")
        assert area.files() == [Staged(str(path), b"two", False)]
    assert not path.exists()
    assert not area.trouble


def test_other_ways_end_the_chunk(tmp_path: Path) -> None:
    path = tmp_path / "there"
    path.write_text("x")
    for change in (
        lambda: os.remove(path),
        lambda: os.rename(path, tmp_path / "other"),
        lambda: os.rmdir(tmp_path),
        lambda: os.mkdir(tmp_path),
        lambda: os.open(path, os.O_WRONLY),
        lambda: open(path, "a"),  # noqa: SIM115
        lambda: open(path, "r+"),  # noqa: SIM115
        lambda: os.listdir(tmp_path),
        lambda: shutil.copyfile(path, tmp_path / "copy"),
    ):
        with staging(near=True) as area, pytest.raises(Unstaged):
            change()
        assert area.trouble
    assert path.read_text() == "x"
    assert os.listdir(tmp_path) == ["there"]


def test_trouble_that_the_code_swallows_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    with staging(near=True) as area:
        try:
            os.remove(tmp_path / "there")
        except BaseException:
            swallowed = True
    assert swallowed
    assert area.trouble
    assert (tmp_path / "there").exists()


def test_folders_are_made_later(tmp_path: Path) -> None:
    with staging(near=True) as area:
        (tmp_path / "a" / "b").mkdir(parents=True)
        assert os.path.isdir(tmp_path / "a")
        assert not os.path.isfile(tmp_path / "a" / "b")
        assert not (tmp_path / "c").exists()
        assert not os.path.lexists(tmp_path / "a")
        assert area.files() == [
            Staged(str(tmp_path / "a"), None, False),
            Staged(str(tmp_path / "a" / "b"), None, True),
        ]
        assert str(tmp_path / "c").casefold() in area.read()
    assert not area.trouble


def test_what_is_no_path_is_answered_as_ever(tmp_path: Path) -> None:
    questions: list[Any] = ["\0", 10**9, b"x", "", tmp_path]
    before = [os.path.exists(question) for question in questions]
    with staging(near=True) as area:
        assert [os.path.exists(question) for question in questions] == before
        with pytest.raises(TypeError):
            os.path.exists(None)  # type: ignore[arg-type]
    assert not area.trouble


def test_open_is_its_old_self_afterwards(tmp_path: Path) -> None:
    import builtins
    import io

    def others() -> list[Any]:
        paths = [os.path.exists, os.path.isdir, os.path.isfile, os.mkdir, os.makedirs]
        return [*paths, Path.exists, Path.is_dir, Path.is_file, Path.mkdir]

    before = builtins.open, io.open
    of_paths = others()
    with staging(near=True):
        assert builtins.open is not before[0]
        with staging(near=True):
            pass
        assert builtins.open is not before[0]
        assert others() != of_paths
    assert (builtins.open, io.open) == before
    assert others() == of_paths
