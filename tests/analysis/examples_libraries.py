"""Examples for the libraries whose functions take objects of their own: graphs, images, models."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps, ImageStat  # noqa: F401
from sklearn.gaussian_process.kernels import RBF
from statsmodels.tsa.arima.model import ARIMA

from nbparallel.analysis.knowledge.register import found_at


def graph() -> nx.Graph:
    """Make a connected graph with weights."""
    made = nx.cycle_graph(4)
    nx.set_edge_attributes(made, 1.5, "weight")
    return made


def acyclic() -> nx.DiGraph:
    """Make a graph with directions and no cycle."""
    return nx.DiGraph([(0, 1), (1, 2), (0, 2)])


def image(mode: str = "L") -> Any:
    """Make an image."""
    shades = np.arange(64, dtype=np.uint8).reshape(8, 8)
    return Image.fromarray(shades).convert(mode)


def walk() -> np.ndarray:
    """Make a series."""
    return np.cumsum(np.random.default_rng(0).normal(size=40))


def ols() -> Any:
    """Make a linear model."""
    return sm.OLS(walk(), sm.add_constant(np.arange(40.0)))


def coins() -> tuple[np.ndarray, np.ndarray]:
    """Make what a model of two classes is fitted on."""
    rng = np.random.default_rng(1)
    return (rng.random(40) > 0.5).astype(int), sm.add_constant(rng.random(40))


def table() -> pd.DataFrame:
    """Make data for formulas."""
    y, x = coins()
    return pd.DataFrame({"y": y, "x": x[:, 1]})


NAMES: dict[str, Any] = {
    "nx": nx,
    "element": lambda: ElementTree.fromstring('<a><b c="1"/></a>'),
    "rbf": RBF,
    "sm": sm,
    "smf": smf,
    "Image": Image,
    "ImageDraw": ImageDraw,
    "graph": graph,
    "acyclic": acyclic,
    "image": image,
    "walk": walk,
    "ols": ols,
    "coins": coins,
    "table": table,
}

POOLS: dict[str, Callable[[], list[Any]]] = {
    "networkx": lambda: [graph(), acyclic(), 0, 2, np.ones((3, 3)), [(0, 1), (1, 2)],
                         {0: [1], 1: [0]}],
    "IPython": lambda: ["<b>x</b>", "<svg></svg>", {"a": [1]}, {}, None],
    "PIL": lambda: [image(), image("RGB"), 2, (8, 8), np.ones((4, 4), np.uint8), "L", 0.5,
                    bytes(64)],
    "statsmodels": lambda: [walk(), coins()[1]],
}  # fmt: skip

TEXT = """
    xml.etree.ElementTree.fromstring('<a><b c="1"/></a>')
    xml.etree.ElementTree.tostring(element())
    xml.etree.ElementTree.Element.append(element())
    xml.etree.ElementTree.Element.extend([element()])
    xml.etree.ElementTree.Element.insert(0, element())
    xml.etree.ElementTree.Element.set('c', '2')
    sklearn.gaussian_process.kernels.CompoundKernel([rbf()])
    sklearn.gaussian_process.kernels.Exponentiation(rbf(), 2)
    sklearn.gaussian_process.kernels.Product(rbf(), rbf())
    sklearn.gaussian_process.kernels.Sum(rbf(), rbf())
    networkx.gnp_random_graph(6, 0.5, seed=1)
    networkx.erdos_renyi_graph(6, 0.5, seed=1)
    networkx.binomial_graph(6, 0.5, seed=1)
    networkx.fast_gnp_random_graph(6, 0.5, seed=1)
    networkx.fast_gnp_random_graph(6, 0.5)
    networkx.gnm_random_graph(6, 5, seed=1)
    networkx.barabasi_albert_graph(6, 2, seed=1)
    networkx.watts_strogatz_graph(6, 2, 0.1, seed=1)
    networkx.connected_watts_strogatz_graph(6, 2, 0.1, seed=1)
    networkx.newman_watts_strogatz_graph(6, 2, 0.1, seed=1)
    networkx.powerlaw_cluster_graph(6, 2, 0.1, seed=1)
    networkx.random_geometric_graph(6, 0.5, seed=1)
    networkx.lollipop_graph(3, 2)
    networkx.from_edgelist([(0, 1), (1, 2)], nx.DiGraph())
    networkx.from_edgelist([(0, 1), (1, 2)])
    networkx.diameter(graph())
    networkx.radius(graph())
    networkx.center(graph())
    networkx.periphery(graph())
    networkx.edge_betweenness_centrality(graph())
    networkx.edge_betweenness_centrality(graph(), k=2, seed=1)
    networkx.balanced_tree(2, 2)
    networkx.has_path(graph(), 0, 2)
    networkx.is_weighted(graph())
    networkx.shortest_path(graph(), 0, 2)
    networkx.shortest_path_length(graph(), 0, 2)
    networkx.shortest_path_length(graph())
    networkx.all_shortest_paths(graph(), 0, 2)
    networkx.all_simple_paths(graph(), 0, 2)
    networkx.dijkstra_path(graph(), 0, 2)
    networkx.dijkstra_path_length(graph(), 0, 2)
    networkx.bellman_ford_path(graph(), 0, 2)
    networkx.bellman_ford_path_length(graph(), 0, 2)
    networkx.astar_path(graph(), 0, 2, lambda a, b: 0)
    networkx.astar_path_length(graph(), 0, 2)
    networkx.get_node_attributes(graph(), 'x')
    networkx.get_edge_attributes(graph(), 'weight')
    networkx.set_node_attributes(graph(), 1, 'x')
    networkx.set_edge_attributes(graph(), 1, 'x')
    networkx.add_path(graph(), [0, 2])
    networkx.add_cycle(graph(), [0, 5, 6])
    networkx.add_star(graph(), [0, 5, 6])
    networkx.betweenness_centrality(graph())
    networkx.betweenness_centrality(graph(), k=2, seed=1)
    networkx.compose(graph(), nx.path_graph(6))
    networkx.Graph.has_edge(0, 1)
    networkx.Graph.get_edge_data(0, 1)
    networkx.Graph.add_edge(0, 2)
    networkx.Graph.add_edges_from([(0, 7)])
    networkx.Graph.add_weighted_edges_from([(0, 7, 1.5)])
    networkx.Graph.remove_edge(0, 1)
    networkx.Graph.remove_edges_from([(0, 1)])
    networkx.Graph.remove_nodes_from([0])
    networkx.DiGraph.has_edge(0, 1)
    networkx.DiGraph.get_edge_data(0, 1)
    networkx.DiGraph.add_edge(2, 0)
    networkx.DiGraph.add_edges_from([(0, 7)])
    networkx.DiGraph.add_weighted_edges_from([(0, 7, 1.5)])
    networkx.DiGraph.remove_edge(0, 1)
    networkx.DiGraph.remove_edges_from([(0, 1)])
    networkx.DiGraph.remove_nodes_from([0])
    PIL.Image.new('L', (4, 4))
    PIL.Image.blend(image(), image(), 0.5)
    PIL.Image.composite(image(), image(), image('1'))
    PIL.Image.alpha_composite(image('RGBA'), image('RGBA'))
    PIL.Image.merge('LA', [image(), image()])
    PIL.Image.frombuffer('L', (8, 8), bytes(64), 'raw', 'L', 0, 1)
    PIL.Image.frombytes('L', (8, 8), bytes(64))
    PIL.Image.open(png())
    PIL.ImageOps.colorize(image(), 'black', 'white')
    PIL.ImageOps.expand(image(), 2)
    PIL.ImageOps.scale(image(), 2)
    PIL.ImageChops.offset(image(), 1, 2)
    PIL.ImageFilter.Kernel((3, 3), [1] * 9)
    PIL.ImageFilter.RankFilter(3, 1)
    PIL.Image.Image.transform((4, 4), 0, (1, 0, 0, 0, 1, 0))
    PIL.Image.Image.point([1] * 256)
    PIL.Image.Image.filter(blur())
    PIL.Image.Image.getpixel((0, 0))
    PIL.Image.Image.alpha_composite(image('RGBA'))
    PIL.Image.Image.frombytes(bytes(64))
    PIL.Image.Image.paste(9, (0, 0, 2, 2))
    PIL.Image.Image.putalpha(image())
    PIL.Image.Image.putdata([3] * 64)
    PIL.Image.Image.putpalette([0] * 768)
    PIL.Image.Image.putpixel((0, 0), 9)
    PIL.Image.Image.thumbnail((4, 4))
    PIL.Image.Image.rotate(45)
    PIL.Image.Image.resize((4, 4))
    PIL.Image.Image.transpose(0)
    PIL.Image.Image.crop((0, 0, 2, 2))
    PIL.ImageDraw.ImageDraw.arc((0, 0, 4, 4), 0, 90, fill=200)
    PIL.ImageDraw.ImageDraw.chord((0, 0, 4, 4), 0, 90, fill=200)
    PIL.ImageDraw.ImageDraw.ellipse((0, 0, 4, 4), fill=200)
    PIL.ImageDraw.ImageDraw.line((0, 0, 4, 4), fill=200)
    PIL.ImageDraw.ImageDraw.pieslice((0, 0, 4, 4), 0, 90, fill=200)
    PIL.ImageDraw.ImageDraw.point((2, 2), fill=200)
    PIL.ImageDraw.ImageDraw.polygon((0, 0, 4, 4, 0, 4), fill=200)
    PIL.ImageDraw.ImageDraw.rectangle((0, 0, 4, 4), fill=200)
    PIL.ImageDraw.ImageDraw.rounded_rectangle((0, 0, 4, 4), 1, fill=200)
    PIL.ImageDraw.ImageDraw.text((0, 0), 'a', fill=200)
    PIL.ImageDraw.ImageDraw.textbbox((0, 0), 'a')
    statsmodels.regression.linear_model.OLS(*coins())
    statsmodels.regression.linear_model.WLS(*coins())
    statsmodels.regression.linear_model.GLS(*coins())
    statsmodels.regression.quantile_regression.QuantReg(*coins())
    statsmodels.genmod.generalized_linear_model.GLM(*coins())
    statsmodels.robust.robust_linear_model.RLM(*coins())
    statsmodels.discrete.discrete_model.Logit(*coins())
    statsmodels.discrete.discrete_model.Probit(*coins())
    statsmodels.discrete.discrete_model.Poisson(*coins())
    statsmodels.discrete.discrete_model.MNLogit(*coins())
    statsmodels.tsa.arima.model.ARIMA(walk(), order=(1, 0, 0))
    statsmodels.tsa.statespace.sarimax.SARIMAX(walk())
    statsmodels.tsa.ar_model.AutoReg(walk(), 1)
    statsmodels.tsa.holtwinters.model.ExponentialSmoothing(walk(), initialization_method='estimated')
    statsmodels.tsa.holtwinters.model.SimpleExpSmoothing(walk(), initialization_method='estimated')
    statsmodels.tsa.holtwinters.model.Holt(walk(), initialization_method='estimated')
    statsmodels.tsa.vector_ar.var_model.VAR(np.random.default_rng(0).normal(size=(40, 2)))
    statsmodels.tsa.stl._stl.STL(walk(), period=4)
    statsmodels.formula.api.ols('y ~ x', table())
    statsmodels.formula.api.wls('y ~ x', table())
    statsmodels.formula.api.gls('y ~ x', table())
    statsmodels.formula.api.glm('y ~ x', table())
    statsmodels.formula.api.rlm('y ~ x', table())
    statsmodels.formula.api.logit('y ~ x', table())
    statsmodels.formula.api.probit('y ~ x', table())
    statsmodels.formula.api.poisson('y ~ x', table())
    statsmodels.formula.api.quantreg('y ~ x', table())
    statsmodels.tsa.stattools.acf(walk(), nlags=3)
    statsmodels.tsa.stattools.pacf(walk(), nlags=3)
    statsmodels.tsa.stattools.ccf(walk(), walk())
    statsmodels.tsa.stattools.acovf(walk())
    statsmodels.tsa.stattools.adfuller(walk())
    statsmodels.tsa.stattools.kpss(walk())
    statsmodels.tsa.stattools.coint(walk(), walk()[::-1])
    statsmodels.tsa.seasonal.seasonal_decompose(walk(), period=4)
    statsmodels.stats.stattools.durbin_watson(walk())
    statsmodels.stats.stattools.jarque_bera(walk())
    statsmodels.stats.diagnostic.acorr_ljungbox(walk(), lags=2)
    statsmodels.stats.diagnostic.het_breuschpagan(walk(), coins()[1])
    statsmodels.stats.diagnostic.het_white(walk(), coins()[1])
    statsmodels.stats.diagnostic.lilliefors(walk())
    statsmodels.stats.outliers_influence.variance_inflation_factor(coins()[1], 1)
    statsmodels.stats.multitest.multipletests([0.01, 0.2])
    statsmodels.stats.proportion.proportions_ztest(3, 9, 0.5)
    statsmodels.stats.proportion.proportion_confint(3, 9)
    statsmodels.stats.weightstats.ttest_ind(walk(), walk()[::-1])
    statsmodels.stats.weightstats.ztest(walk())
    statsmodels.nonparametric.smoothers_lowess.lowess(walk(), np.arange(40.0))
    statsmodels.tools.tools.add_constant(walk())
    statsmodels.genmod.families.family.Tweedie()
"""


_MODELS = """
    regression.linear_model.OLS regression.linear_model.WLS regression.linear_model.GLS
    regression.quantile_regression.QuantReg genmod.generalized_linear_model.GLM
    robust.robust_linear_model.RLM discrete.discrete_model.Logit discrete.discrete_model.Probit
    discrete.discrete_model.Poisson discrete.discrete_model.MNLogit tsa.arima.model.ARIMA
    tsa.statespace.sarimax.SARIMAX tsa.ar_model.AutoReg tsa.holtwinters.model.ExponentialSmoothing
    tsa.holtwinters.model.SimpleExpSmoothing tsa.holtwinters.model.Holt
    tsa.vector_ar.var_model.VAR tsa.stl._stl.STL
""".split()
_TALKATIVE = ("Logit", "Probit", "Poisson", "MNLogit", "SARIMAX")

for _place in _MODELS:
    _name = _place.rpartition(".")[2]
    TEXT += f"statsmodels.{_place}.fit({'disp=0' if _name in _TALKATIVE else ''})\n"


def model(place: str) -> Any:
    """Make a model as its own example does."""
    arguments = next(line.partition("(")[2] for line in TEXT.splitlines() if f".{place}(" in line)
    return eval(f"made({arguments}", {**NAMES, "np": np, "made": found_at(f"statsmodels.{place}")})


def png() -> io.BytesIO:
    """Make a file that holds an image."""
    file = io.BytesIO()
    image().save(file, "png")
    file.seek(0)
    return file


NAMES |= {"png": png, "blur": lambda: ImageFilter.BoxBlur(1)}

RECEIVERS: dict[str, Callable[[], list[Any]]] = {
    "xml.etree.ElementTree.Element": lambda: [ElementTree.fromstring('<a><b c="1"/></a>')],
    "networkx.Graph": lambda: [graph()],
    "networkx.DiGraph": lambda: [acyclic()],
    "networkx.classes.reportviews.NodeView": lambda: [graph().nodes],
    "networkx.classes.reportviews.EdgeView": lambda: [graph().edges],
    "networkx.classes.reportviews.OutEdgeView": lambda: [acyclic().edges],
    "networkx.classes.reportviews.DegreeView": lambda: [graph().degree],
    "networkx.classes.reportviews.DiDegreeView": lambda: [acyclic().degree],
    "PIL.Image.Image": lambda: [image(), image("RGBA"), image("1"), image("P")],
    "PIL.ImageDraw.ImageDraw": lambda: [ImageDraw.Draw(image())],
    **{f"PIL.ImageEnhance.{name}": lambda name=name: [getattr(ImageEnhance, name)(image("RGB"))]
       for name in "Brightness Color Contrast Sharpness".split()},
    "statsmodels.base.model.Results": lambda: [
        ols().fit(), ARIMA(walk(), order=(1, 0, 0)).fit(), sm.Logit(*coins()).fit(disp=0),
        ols().fit().get_prediction(np.array([[1.0, 2.0]]))],
    **{f"statsmodels.{place}": lambda place=place: [model(place)] for place in _MODELS},
}  # fmt: skip
