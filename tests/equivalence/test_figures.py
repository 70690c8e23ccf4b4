"""Figures that iterations make, save and close: the files, and all else, are the plain cell's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as pyplot
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

import nbparallel
from nbparallel.runtime.executor import Executor
from nbparallel.runtime.inline import InlineExecutor
from tests.equivalence import test_files
from tests.equivalence.test_ipython import both, run, shell

__all__ = ["shell"]

SETUP = """import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import io
from matplotlib.figure import Figure
plt.close("all")
matplotlib.rcdefaults()
matplotlib.rcParams["figure.dpi"] = 30
data = [np.random.default_rng(k).normal(size=50) for k in range(6)]
n = 6
"""
OF_ARTISTS = """
def png(f):
    b = io.BytesIO()
    f.savefig(b)
    return b.getvalue()
"""

# name: how its loop runs, further set-up, cell
CELLS = {
    "subplots to files": (
        "parallel",
        "",
        "for k in range(n):\n    fig, ax = plt.subplots(2, 2)\n    ax[0, 1].hist(data[k], bins=20)\n"
        "    ax[0, 0].set_title(f'{k}')\n    fig.tight_layout()\n"
        "    fig.savefig(f'{k}.png', dpi=40)\n    plt.close(fig)\ndel fig, ax",
    ),
    "the state machine": (
        "parallel",
        "",
        "for k in range(n):\n    plt.figure(figsize=(3, 2))\n    plt.plot(data[k], 'r--', label='x')\n"
        "    plt.title(f'no. {k}')\n    plt.xlabel('a')\n    plt.legend()\n    plt.grid(True)\n"
        "    plt.ylim(-3, 3)\n    plt.savefig(f'{k}.png')\n    plt.close()",
    ),
    "objects alone, to memory": (
        "parallel",
        "pngs = {}",
        "for k in range(n):\n    fig = Figure(figsize=(2, 2))\n    ax = fig.subplots()\n"
        "    ax.scatter(data[k], data[k] ** 2, c=data[k], cmap='plasma')\n    buf = io.BytesIO()\n"
        "    fig.savefig(buf, format='png')\n    pngs[k] = buf.getvalue()\ndel fig, ax, buf",
    ),
    "a helper that is given axes": (
        "parallel",
        "def panel(ax, x, title=None):\n    ax.plot(x, marker='o')\n    if title:\n"
        "        ax.set_title(title)\n    return ax\n"
        "def report(k):\n    fig, axes = plt.subplots(1, 2)\n    panel(axes[0], data[k])\n"
        "    panel(axes[1], np.cumsum(data[k]), f't{k}').axhline(0, color='k')\n"
        "    fig.savefig(f'r{k}.png')\n    plt.close(fig)\n    return k\ndone = []",
        "for k in range(n):\n    done.append(report(k))",
    ),
    "a comprehension of helpers": (
        "parallel",
        "def draw(k):\n    fig, ax = plt.subplots()\n    ax.bar(range(3), [k, 2, 3])\n"
        "    b = io.BytesIO()\n    fig.savefig(b, format='png')\n    plt.close(fig)\n"
        "    return b.getvalue()",
        "images = [draw(k) for k in range(n)]",
    ),
    "settings before": (
        "parallel",
        "plt.style.use('ggplot')\nplt.rcParams['lines.linewidth'] = 4\nplt.rcParams.update("
        "{'font.size': 7, 'axes.grid': False})",
        "for k in range(n):\n    fig, ax = plt.subplots()\n    ax.plot(data[k])\n"
        "    fig.savefig(f'{k}.png')\n    plt.close(fig)\ndel fig, ax",
    ),
    "settings read": (
        "parallel",
        "seen = []",
        "for k in range(n):\n    plt.figure(figsize=plt.rcParams['figure.figsize'])\n"
        "    plt.plot([k, 1])\n    plt.savefig(f'{k}.png')\n    plt.close()\n"
        "    seen.append(plt.rcParams['font.size'])",
    ),
    "random data": (
        "parallel",
        "np.random.seed(4)",
        "for k in range(n):\n    x = np.random.normal(size=20)\n    fig, ax = plt.subplots()\n"
        "    ax.plot(x)\n    fig.savefig(f'{k}.png')\n    plt.close(fig)\ndel fig, ax",
    ),
    "a grid": (
        "parallel",
        "cols = ['a', 'b', 'c', 'd']",
        "for k in range(n):\n    fig, axes = plt.subplots(2, 2, figsize=(3, 3), sharex=True)\n"
        "    for ax, c in zip(axes.flat, cols):\n        ax.hist(data[k], bins=5, color='C1')\n"
        "        ax.set_xlabel(c)\n    for i, ax in enumerate(axes.ravel()):\n"
        "        ax.set_ylabel(str(i))\n    fig.suptitle('all')\n    fig.savefig(f'{k}.png')\n"
        "    plt.close(fig)\ndel fig, axes, ax",
    ),
    "what hist gives": (
        "parallel",
        "counts, tops = [], []",
        "for k in range(n):\n    fig, ax = plt.subplots()\n"
        "    h, edges, bars = ax.hist(data[k], bins=4)\n    for bar, c in zip(bars, 'rgbk'):\n"
        "        bar.set_facecolor(c)\n    counts.append(h)\n    tops.append(float(edges.max()))\n"
        "    fig.savefig(f'{k}.png')\n    plt.close(fig)\ndel fig, ax, h, edges, bars, bar",
    ),
    "many kinds": (
        "parallel",
        "",
        "for k in range(n):\n    fig, axs = plt.subplots(3, 3, figsize=(5, 5))\n"
        "    a = axs[0, 0]\n    b = a.twinx()\n    a.plot(data[k], label='l')\n"
        "    b.plot(data[k] * 2, 'g', label='r')\n    a.legend(loc='upper left')\n"
        "    a.annotate('here', xy=(3, 0), xytext=(10, 1), arrowprops=dict(arrowstyle='->'))\n"
        "    im = axs[0, 1].imshow(data[k].reshape(5, 10), aspect='auto')\n"
        "    cb = fig.colorbar(im, ax=axs[0, 1])\n    cb.set_label('v')\n"
        "    axs[0, 2].pie([1, 2, k + 1], labels=['x', 'y', 'z'], autopct='%1.1f%%')\n"
        "    axs[1, 0].fill_between(range(50), data[k], 0, alpha=0.3)\n"
        "    axs[1, 1].boxplot([data[k], data[k] + 1])\n"
        "    cs = axs[1, 2].contourf(np.outer(data[k], data[k]))\n"
        "    axs[2, 0].text(0.5, 0.5, f'{k}', transform=axs[2, 0].transAxes, ha='center')\n"
        "    axs[2, 0].axis('off')\n    axs[2, 1].errorbar(range(3), [1, 2, 3], yerr=[1, 1, 1])\n"
        "    axs[2, 1].spines['top'].set_visible(False)\n    axs[2, 1].set_xticks([0, 2])\n"
        "    axs[2, 1].tick_params(axis='x', rotation=45)\n"
        "    axs[2, 2].violinplot(data[k])\n    axs[2, 2].invert_yaxis()\n"
        "    lo, hi = axs[2, 2].get_ylim()\n    axs[2, 2].set_ylim(lo * 1.1, hi)\n"
        "    fig.savefig(f'{k}.png', bbox_inches='tight')\n    plt.close('all')\n"
        "del fig, axs, a, b, im, cb, cs",
    ),
    "in three dimensions, and polar": (
        "parallel",
        "",
        "for k in range(4):\n    fig = plt.figure(figsize=(4, 2))\n"
        "    ax = fig.add_subplot(1, 2, 1, projection='3d')\n    ax.scatter([1, 2], [3, 4], [5, k])\n"
        "    ax.view_init(30, 10 * k)\n    p = fig.add_subplot(122, projection='polar')\n"
        "    p.plot([0, 1, 2], [1, 2, k])\n    fig.savefig(f'{k}.png')\n    plt.close(fig)\n"
        "del fig, ax, p",
    ),
    "formatters and patches": (
        "parallel",
        "from matplotlib.ticker import FuncFormatter, MaxNLocator\n"
        "from matplotlib.patches import Rectangle\nimport matplotlib.gridspec as gridspec",
        "for k in range(n):\n    fig = plt.figure()\n    gs = gridspec.GridSpec(2, 1, figure=fig)\n"
        "    ax = fig.add_subplot(gs[0])\n    ax.plot(data[k])\n"
        "    ax.yaxis.set_major_formatter(FuncFormatter(lambda v, pos: f'{v:.1f}!'))\n"
        "    ax.xaxis.set_major_locator(MaxNLocator(3))\n"
        "    ax.add_patch(Rectangle((0, 0), 5, 1, fill=False))\n    fig.savefig(f'{k}.png')\n"
        "    plt.close(fig)\ndel fig, ax, gs",
    ),
    "frames": (
        "parallel",
        "import pandas as pd\ndf = pd.DataFrame({'a': range(6), 'b': [1.5, 2, 1, 0, 4, 3]},\n"
        "    index=pd.date_range('2024-01-01', periods=6))",
        "for c in ['a', 'b']:\n    fig, ax = plt.subplots()\n    ax.plot(df.index, df[c])\n"
        "    fig.autofmt_xdate()\n    fig.savefig(f'{c}.png')\n    plt.close(fig)\ndel fig, ax",
    ),
    "groups": (
        "parallel",
        "import pandas as pd\ndf = pd.DataFrame({'g': list('aabbcc'), 'v': [1, 2, 3, 5, 8, 13]})",
        "for name, part in df.groupby('g'):\n    plt.figure()\n"
        "    plt.scatter(part['v'], part['v'] * 2)\n    plt.title(name)\n"
        "    plt.savefig(f'{name}.png')\n    plt.close()",
    ),
    "a figure as an array": (
        "parallel",
        "arrays = []",
        "for k in range(n):\n    fig, ax = plt.subplots(figsize=(1, 1))\n    ax.plot(data[k])\n"
        "    fig.canvas.draw()\n    arrays.append(np.array(fig.canvas.buffer_rgba()))\n"
        "    plt.close(fig)\ndel fig, ax",
    ),
    "colormaps": (
        "parallel",
        "mine = plt.cm.viridis\nimport matplotlib.colors as mcolors",
        "for k in range(n):\n    c = plt.cm.plasma(k / 6)\n    d = plt.get_cmap('viridis')(0.3)\n"
        "    e = mcolors.to_rgb('red')\n    fig, ax = plt.subplots()\n    ax.plot(data[k], color=c)\n"
        "    ax.plot(data[k][::-1], color=d)\n    ax.scatter([1], [1], color=[e])\n"
        "    ax.imshow([[1, 2]], cmap=mine)\n    fig.savefig(f'{k}.png')\n    plt.close(fig)\n"
        "del fig, ax",
    ),
    "figures by number and name": (
        "parallel",
        "numbers = []",
        "for k in range(n):\n    f = plt.figure('one')\n    plt.plot([k])\n    g = plt.figure(7)\n"
        "    plt.figure('one')\n    plt.plot([k, 1])\n    numbers.append(f.number)\n"
        "    print(plt.get_fignums())\n    plt.savefig(f'{k}.png')\n    plt.close('all')\ndel f, g",
    ),
    "all to one file": (
        "parallel",
        "",
        "for k in range(n):\n    plt.plot(data[k])\n    plt.savefig('same.png')\n    plt.close()",
    ),
    "vector files without a date": (
        "parallel",
        "plt.rcParams['svg.hashsalt'] = 'x'",
        "for k in range(4):\n    plt.plot(data[k])\n"
        "    plt.savefig(f'{k}.svg', metadata={'Date': None})\n"
        "    plt.savefig(f'{k}.pdf', metadata={'CreationDate': None})\n    plt.close()",
    ),
    "warnings": (
        "parallel",
        "",
        "for k in range(4):\n    fig, ax = plt.subplots()\n    ax.plot([1, 2])\n    ax.legend()\n"
        "    fig.savefig(f'{k}.png')\n    plt.close(fig)\ndel fig, ax",
    ),
    "settings and styles for a while": (
        "parallel",
        "",
        "for k in range(n):\n    with plt.rc_context({'lines.linewidth': k}):\n"
        "        plt.plot(data[k])\n        plt.savefig(f'{k}.png')\n        plt.close()\n"
        "    with plt.style.context('ggplot'):\n        fig, ax = plt.subplots()\n"
        "        ax.plot(data[k])\n        fig.savefig(f's{k}.png')\n        plt.close(fig)\n"
        "del fig, ax",
    ),
    "large arrays from outside": (
        "parallel",
        "big = np.random.default_rng(1).normal(size=(4, 150, 150))\nmore = big.cumsum(axis=1)",
        "for k in range(4):\n    fig, ax = plt.subplots(1, 4)\n    ax[0].imshow(big[k])\n"
        "    ax[1].pcolormesh(big[k])\n    ax[2].contour(more[k])\n    ax[3].plot(more[k])\n"
        "    fig.savefig(f'{k}.png')\n    plt.close(fig)\ndel fig, ax",
    ),
    "a font that is not there": (
        "any",
        "import logging, sys\nlogging.basicConfig(stream=sys.stdout, force=True)\n"
        "plt.rcParams['font.family'] = 'No Such Font'",
        "for k in range(4):\n    plt.plot(data[k])\n    plt.title(str(k))\n"
        "    plt.savefig(f'{k}.png')\n    plt.close()\nlogging.basicConfig(force=True)",
    ),
    "a list of axes": (
        "parallel",
        "",
        "for k in range(n):\n    fig = plt.figure()\n    axes = []\n    for i in range(2):\n"
        "        axes.append(fig.add_subplot(1, 2, i + 1))\n    for ax in axes:\n"
        "        ax.plot(data[k])\n        ax.set_title('x')\n    fig.savefig(f'{k}.png')\n"
        "    plt.close(fig)\ndel fig, ax, axes",
    ),
    "an object that draws": (
        "parallel",
        "class Report:\n    def __init__(self, k):\n        self.k = k\n"
        "        self.fig, self.ax = plt.subplots()\n    def draw(self, x):\n"
        "        self.ax.plot(x)\n        self.ax.set_title(self.k)\n        return self\n"
        "    def save(self):\n        self.fig.savefig(f'{self.k}.png')\n"
        "        plt.close(self.fig)",
        "for k in range(n):\n    Report(k).draw(data[k]).save()",
    ),
    "a helper with axes or none": (
        "parallel",
        "def draw(x, ax=None, **kw):\n    if ax is None:\n        ax = plt.gca()\n"
        "    ax.plot(x, **kw)\n    ax.set(title='t', xlabel='x')\n    return ax",
        "for k in range(n):\n    draw(data[k], color='r')\n    plt.savefig(f'{k}.png')\n"
        "    plt.close()\n    fig, ax = plt.subplots()\n    draw(data[k], ax, lw=3)\n"
        "    fig.savefig(f'b{k}.png')\n    plt.close(fig)\ndel fig, ax",
    ),
    "a context of figures": (
        "parallel",
        "from pathlib import Path\nout = Path('o')\nout.mkdir()\nwritten = []",
        "for k, x in enumerate(data):\n    f, (a, b) = plt.subplots(2, 1, "
        "gridspec_kw={'hspace': 0.4}, layout='constrained')\n    a.plot(x)\n    b.hist(x)\n"
        "    p = out / f'{k}.png'\n    f.savefig(p)\n    plt.close(f)\n    written.append(p)\n"
        "del f, a, b",
    ),
    "bound on some paths": (
        "parallel",
        "",
        "for k in range(n):\n    if k in (1, 4):\n        f = Figure(figsize=(1, 1))\n"
        "        a = f.subplots()\n        a.plot(data[k])\n        a.set_title(str(k))\n"
        "        f.savefig(f'{k}.png')\nt = a.get_title(), a.figure is f\ndel a, f",
    ),
    "bound on some paths, and an exception": (
        "any",
        "",
        "try:\n    for k in range(20):\n        if k == 11: 1 / 0\n        if k % 4 == 1:\n"
        "            f = Figure(figsize=(1, 1))\n            a = f.subplots()\n"
        "            a.set_title(str(k))\n            f.savefig(f'{k}.png')\n"
        "finally:\n    t = a.get_title(), a.figure is f\n    del a, f",
    ),
    "frames that draw": (
        "any",
        "import pandas as pd\ndf = pd.DataFrame({'a': range(6), 'b': [1.5, 2, 1, 0, 4, 3]})",
        "for k in range(4):\n    df.plot()\n    plt.savefig(f'{k}.png')\n    plt.close()",
    ),
    "parts of frames that draw": (
        "any",
        "import pandas as pd\ndf = pd.DataFrame({'a': range(6), 'b': [1.5, 2, 1, 0, 4, 3]})",
        "for k in range(4):\n    df[['a']].hist()\n    plt.savefig(f'{k}.png')\n    plt.close()",
    ),
    # -- what may not run apart ------------------------------------------------------------------
    "one is left open": (
        "any",
        "",
        "for k in range(n):\n    fig, ax = plt.subplots()\n    ax.plot(data[k])\n"
        "    fig.savefig(f'{k}.png')\n    if k != 3: plt.close(fig)\n"
        "left = plt.get_fignums()\nplt.close('all')\ndel fig, ax",
    ),
    "all are left open": (
        "any",
        "numbers = []",
        "for k in range(n):\n    fig = plt.figure()\n    numbers.append(fig.number)\n"
        "left = plt.get_fignums()\nplt.close('all')\ndel fig",
    ),
    "every other is closed": (
        "any",
        "numbers = []",
        "for k in range(n):\n    f = plt.figure()\n    plt.plot(data[k])\n    numbers.append(f.number)\n"
        "    plt.savefig(f'{k}.png')\n    if k % 2: plt.close()\n"
        "left = plt.get_fignums()\nplt.close('all')\ndel f",
    ),
    "the current one": (
        "any",
        "",
        "for k in range(n):\n    plt.plot(data[k])\n    plt.gcf().savefig(f'{k}.png')\n"
        "left = plt.get_fignums()\nplt.close('all')",
    ),
    "some are open before": (
        "serial",
        "f0 = plt.figure()\nplt.plot([9, 9])",
        "for k in range(n):\n    plt.plot(data[k])\n    plt.savefig(f'{k}.png')\n    plt.clf()\n"
        "left = plt.get_fignums()\nplt.close('all')\ndel f0",
    ),
    "axes from outside": (
        "serial",
        OF_ARTISTS + "fig, ax = plt.subplots()",
        "for k in range(n):\n    ax.plot(data[k])\nr = png(fig)\nplt.close(fig)\ndel fig, ax",
    ),
    "a grid from outside": (
        "serial",
        OF_ARTISTS + "fig, axes = plt.subplots(2, 3)",
        "for k, ax in enumerate(axes.flat):\n    ax.hist(data[k])\nr = png(fig)\nplt.close(fig)\n"
        "del fig, axes, ax",
    ),
    "a figure from outside, closed": (
        "serial",
        OF_ARTISTS + "fig, ax = plt.subplots()\nplt.close(fig)",
        "for k in range(n):\n    ax.plot(data[k])\nr = png(fig)\ndel fig, ax",
    ),
    "a helper that is given axes from outside": (
        "serial",
        OF_ARTISTS + "fig, ax = plt.subplots()\nplt.close(fig)\ndef draw(a, x): a.plot(x)",
        "for k in range(n):\n    draw(ax, data[k])\nr = png(fig)\ndel fig, ax",
    ),
    "an artist from outside": (
        "serial",
        OF_ARTISTS
        + "from matplotlib.patches import Circle\nc = Circle((0, 0), 1)\nhold = {'c': c}",
        "for k in range(n):\n    fig = Figure()\n    hold['c'].set_radius(k)\nr = c.get_radius()\n"
        "del c, hold, fig",
    ),
    "a norm from outside": (
        "serial",
        "from matplotlib.colors import Normalize\nnorm = Normalize()",
        "for k in range(n):\n    fig, ax = plt.subplots()\n"
        "    ax.imshow(data[k].reshape(5, 10), norm=norm)\n    fig.savefig(f'{k}.png')\n"
        "    plt.close(fig)\nlimits = norm.vmin, norm.vmax\ndel fig, ax, norm",
    ),
    "settings changed": (
        "serial",
        "",
        "for k in range(n):\n    plt.rcParams['lines.linewidth'] += 1\n    plt.plot(data[k])\n"
        "    plt.savefig(f'{k}.png')\n    plt.close()",
    ),
    "a style used": (
        "serial",
        "",
        "for k in range(n):\n    if k == 2: plt.style.use('ggplot')\n    plt.plot(data[k])\n"
        "    plt.savefig(f'{k}.png')\n    plt.close()",
    ),
    "shown": (
        "serial",
        "import warnings\nwarnings.simplefilter('ignore')",
        "for k in range(n):\n    plt.plot(data[k])\n    plt.show()\n    plt.close()",
    ),
    "a method put into axes": (
        "serial",
        "from matplotlib.axes import Axes\nown = Axes.set_title\n"
        "def set_title(self, label):\n    own(self, label + '!')\nAxes.set_title = set_title",
        "for k in range(4):\n    fig, ax = plt.subplots()\n    ax.set_title('x')\n"
        "    fig.savefig(f'{k}.png')\n    plt.close(fig)\nAxes.set_title = own\ndel fig, ax",
    ),
    "a function put into pyplot": (
        "serial",
        "own = plt.grid\ncalls = []\ndef grid(*args):\n    calls.append(1)\n    own(*args)\n"
        "plt.grid = grid",
        "for k in range(4):\n    plt.plot(data[k])\n    plt.grid(True)\n"
        "    plt.savefig(f'{k}.png')\n    plt.close()\nplt.grid = own",
    ),
    "colors and sequences of the user's": (
        "any",
        "import matplotlib.colors\nmatplotlib.colors.get_named_colors_mapping()['own'] = '#ff8800'\n"
        "matplotlib.color_sequences.register('mine', ['r', 'own'])",
        "for k in range(4):\n    plt.plot(data[k], color='own')\n    plt.savefig(f'{k}.png')\n"
        "    plt.close()\nmatplotlib.color_sequences.unregister('mine')\n"
        "del matplotlib.colors.get_named_colors_mapping()['own']",
    ),
    "a colormap that is registered": (
        "parallel",
        "from matplotlib.colors import ListedColormap\n"
        "matplotlib.colormaps.register(ListedColormap(['r', 'g', 'b'], name='own'), force=True)",
        "for k in range(4):\n    plt.imshow(data[k].reshape(5, 10), cmap='own')\n"
        "    plt.savefig(f'{k}.png')\n    plt.close()\nmatplotlib.colormaps.unregister('own')",
    ),
    "an artist of the user's": (
        "serial",
        "from matplotlib.lines import Line2D\nmade = []\nclass Mine(Line2D):\n"
        "    def draw(self, renderer):\n        made.append(1)\n        super().draw(renderer)",
        "for k in range(4):\n    fig, ax = plt.subplots()\n    ax.add_line(Mine([0, 1], [0, k]))\n"
        "    fig.savefig(f'{k}.png')\n    plt.close(fig)\ndel fig, ax",
    ),
    "a callback that counts": (
        "serial",
        "calls = []\nfrom matplotlib.ticker import FuncFormatter\n"
        "def label(v, pos):\n    calls.append(v)\n    return str(len(calls))",
        "for k in range(4):\n    fig, ax = plt.subplots()\n    ax.plot(data[k])\n"
        "    ax.xaxis.set_major_formatter(FuncFormatter(label))\n    fig.savefig(f'{k}.png')\n"
        "    plt.close(fig)\ndel fig, ax",
    ),
    "a callback in a table": (
        "serial",
        "calls = []\ndef label(v):\n    calls.append(v)\n    return str(len(calls))\n"
        "table = {'f': label}",
        "for k in range(4):\n    fig, ax = plt.subplots()\n"
        "    ax.pie([1, 2], autopct=table['f'])\n    fig.savefig(f'{k}.png')\n"
        "    plt.close(fig)\ndel fig, ax",
    ),
    "a callback among options": (
        "serial",
        "calls = []\ndef own(image, dpi):\n    calls.append(1)\n    return image, 0, 0\n"
        "options = {'agg_filter': own, 'color': 'r'}",
        "for k in range(4):\n    fig, ax = plt.subplots()\n    line, = ax.plot(data[k])\n"
        "    line.update(dict(options))\n    fig.savefig(f'{k}.png')\n    plt.close(fig)\n"
        "del fig, ax, line",
    ),
    "a callback among the body's options": (
        "serial",
        "calls = []\ndef own(image, dpi):\n    calls.append(1)\n    return image, 0, 0",
        "for k in range(4):\n    fig, ax = plt.subplots(\n"
        "        subplot_kw={'label': 'x', 'agg_filter': own})\n    ax.plot(data[k])\n"
        "    fig.savefig(f'{k}.png')\n    plt.close(fig)\ndel fig, ax",
    ),
    "an object that comes back": (
        "serial",
        "class Own:\n    color = 'r'\n    def set_color(self, c):\n        self.color = c\n"
        "mine = [Own()]",
        "for k in range(4):\n    ax = Figure().subplots()\n    ax.set_gid(mine[0])\n"
        "    ax.get_gid().set_color(k)\nr = mine[0].color\ndel ax, mine",
    ),
    "an array that comes back": (
        "serial",
        "color = [1.0, 0.0, 0.0]\nr = []",
        "for k in range(4):\n    fig, ax = plt.subplots()\n    line, = ax.plot([1, 2], color=color)\n"
        "    line.get_color()[1] += 0.1\n    r.append(list(color))\n    fig.savefig(f'{k}.png')\n"
        "    plt.close(fig)\ndel fig, ax, line",
    ),
    "edges that come back": (
        "serial",
        "edges = np.linspace(-3, 3, 5)",
        "for k in range(4):\n    fig, ax = plt.subplots()\n    h, e, p = ax.hist(data[k], bins=edges)\n"
        "    e += 0.1\n    fig.savefig(f'{k}.png')\n    plt.close(fig)\ndel fig, ax, p, h",
    ),
    "a list put into a list of axes": (
        "serial",
        "mine = []",
        "for k in range(4):\n    fig = Figure()\n    fig.subplots()\n    a = fig.axes\n"
        "    a.append(mine)\n    a[-1].append(k)\ndel fig, a",
    ),
    "a list put among axes": (
        "serial",
        "mine = [1, 2, 3]",
        "for k in range(4):\n    fig, axes = plt.subplot_mosaic('ab')\n    axes.update(mine=mine)\n"
        "    if k == 2: axes['mine'].clear()\n    plt.close(fig)\ndel fig, axes",
    ),
    "an array with a list": (
        "serial",
        "mine = [1, 2, 3]",
        "for k in range(4):\n    fig, axes = plt.subplots(1, 2)\n    axes.fill(mine)\n"
        "    if k == 2: axes[0].clear()\n    plt.close(fig)\ndel fig, axes",
    ),
    "a method that arrays have, too": (
        "serial",
        "levels = np.array([0.0, 1.0, 2.0])",
        "for k in range(4):\n    ax = Figure().subplots()\n"
        "    cs = ax.contour(np.outer(data[k], data[k]), levels=levels)\n    cs.levels.fill(k)\n"
        "del ax, cs",
    ),
    "an attribute of a figure": (
        "serial",
        "mine = []",
        "for k in range(4):\n    fig = Figure()\n    fig.mine = mine\n    fig.mine.append(k)\n"
        "del fig",
    ),
    "a colormap of the user's": (
        "serial",
        "mine = plt.get_cmap('viridis').copy()",
        "for k in range(4):\n    fig, ax = plt.subplots()\n"
        "    im = ax.imshow([[1, np.nan]], cmap=mine)\n    im.get_cmap().set_bad((k / 9, 0, 0))\n"
        "    fig.savefig(f'{k}.png')\n    plt.close(fig)\nbad = mine.get_bad().tolist()\n"
        "del fig, ax, im, mine",
    ),
    "a class of colormaps": (
        "serial",
        "from matplotlib.colors import ListedColormap\ncalls = []\nclass Mine(ListedColormap):\n"
        "    def __call__(self, *args, **keywords):\n        calls.append(1)\n"
        "        return super().__call__(*args, **keywords)\nmine = Mine(['r', 'g'], name='m')",
        "for k in range(4):\n    fig, ax = plt.subplots()\n    ax.imshow([[1, 2]], cmap=mine)\n"
        "    fig.savefig(f'{k}.png')\n    plt.close(fig)\ndel fig, ax, mine",
    ),
    "a colormap that was changed": (
        "any",
        "plt.cm.viridis.set_bad('g')",
        "for k in range(4):\n    plt.imshow([[1, np.nan]], cmap=plt.cm.viridis)\n    plt.savefig(f'{k}.png')\n"
        "    plt.close()\nplt.cm.viridis.set_bad((0.0, 0.0, 0.0, 0.0))",
    ),
    "an exception in the middle": (
        "any",
        "",
        "try:\n    for k in range(n):\n        fig, ax = plt.subplots()\n        ax.plot(data[k])\n"
        "        if k == 3: raise ValueError(k)\n        fig.savefig(f'{k}.png')\n"
        "        plt.close(fig)\nfinally:\n    left = plt.get_fignums()\n    plt.close('all')\n"
        "    del fig, ax",
    ),
    "exceptions that are caught": (
        "any",
        "",
        "for k in range(n):\n    try:\n        fig, ax = plt.subplots()\n"
        "        ax.plot(data[k], label=1 / (k - 3))\n        fig.savefig(f'{k}.png')\n"
        "        plt.close(fig)\n    except ZeroDivisionError:\n        print('no', k)\n"
        "left = plt.get_fignums()\nplt.close('all')\ndel fig, ax",
    ),
    "figures kept": (
        "any",
        OF_ARTISTS + "figs = []",
        "for k in range(4):\n    f = Figure(figsize=(1, 1))\n    f.subplots().plot(data[k])\n"
        "    figs.append(f)\nr = [png(f) for f in figs]\ndel figs, f",
    ),
    "the last ones, used": (
        "parallel",
        OF_ARTISTS,
        "for k in range(n):\n    fig, ax = plt.subplots()\n    ax.plot(data[k])\n"
        "    fig.savefig(f'{k}.png')\n    plt.close(fig)\n"
        "t = ax.get_title(), len(ax.lines), ax.figure is fig\nax.set_title('more')\n"
        "fig.savefig('more.png')\nr = ax.lines[0].get_ydata() is data[-1]\ndel fig, ax",
    ),
}


@pytest.fixture(autouse=True)
def _cells(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = {name: (mode, SETUP + more, text) for name, (mode, more, text) in CELLS.items()}
    monkeypatch.setattr(test_files, "CELLS", cells)


def compare(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch, executor: Executor | None
) -> None:
    test_files.compare(name, folder, monkeypatch, executor)


@pytest.mark.parametrize("name", CELLS)
def test_figures_are_the_plain_cells(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare(name, tmp_path, monkeypatch, test_files.Watching(workers=3, seed=1))


@pytest.mark.cluster
@pytest.mark.parametrize("name", CELLS)
def test_on_a_cluster(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compare(name, tmp_path, monkeypatch, None)


INLINE = [
    "pngs = []\nfor k in range(6):\n    fig, ax = plt.subplots(figsize=(1, 1))\n    ax.plot([k, 1])\n"
    "    b = io.BytesIO()\n    fig.savefig(b)\n    pngs.append(b.getvalue())\n    plt.close(fig)\n"
    "shown = fig.axes == [ax], len(ax.lines)\ndel fig, ax, b\nshown",
    "pngs = []\nfor k in range(6):\n    plt.plot([k, 1])\n    b = io.BytesIO()\n    plt.savefig(b)\n"
    "    pngs.append(b.getvalue())\n    plt.close()\nfig = plt.figure()\nnumber = fig.number\n"
    "plt.plot([1, 2])\ndel fig, b",
]


BEFORE = """import io, matplotlib
matplotlib.use("module://matplotlib_inline.backend_inline")
import matplotlib.pyplot as plt
plt.switch_backend("module://matplotlib_inline.backend_inline")
from matplotlib_inline.backend_inline import configure_inline_support
configure_inline_support(get_ipython(), "inline")
plt.ion()
print(plt.get_backend())"""


@pytest.mark.parametrize("body", INLINE)
def test_a_notebook_with_figures_inline(shell: InteractiveShell, body: str) -> None:
    try:
        with capture_output() as shown:
            assert "inline" in run(shell, BEFORE)[0]
            plain, ours = both(shell, body, BEFORE)
    finally:
        matplotlib.rcdefaults()
        pyplot.switch_backend("agg")
    assert plain == ours
    assert plain[0][1] is type(None), plain
    report = nbparallel.last_run()
    assert report is not None
    assert report.loops[0].mode == "parallel", report.loops
    # A figure that is left open is shown at the end of the cell, once by each.
    assert len(shown.outputs) == 2 * ("number" in body), shown.outputs


def test_verify_finds_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    mode, setup, text = test_files.CELLS["many kinds"]
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(setup, names)
    text = text.partition("del ")[0]  # the last ones are compared, too
    nbparallel.run(text, names, executor=InlineExecutor(3, seed=2), min_time=0, verify=True)
    report = nbparallel.last_run()
    assert report is not None
    assert report.loops[0].mode == mode
    assert report.verify is not None
    assert report.verify.differences == ()
