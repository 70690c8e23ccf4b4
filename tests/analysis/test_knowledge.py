"""Every entry of the tables is tried: what it claims is compared with what a call does.

Each callable is called with every tuple of a small pool of arguments that it takes, or with the
examples of `examples`; arguments, receiver, process and result are looked at before and after.
"""

from __future__ import annotations

import copy
import importlib
import inspect
import sys
import types
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import all_estimators
from threadpoolctl import threadpool_limits

from nbparallel.analysis import knowledge
from nbparallel.analysis.knowledge import (
    arrays,
    builtin,
    dataframes,
    dates,
    imaging,
    learning,
    models,
    networks,
    notebook,
    register,
    science,
    standard,
)
from nbparallel.analysis.knowledge.vocabulary import Does, Gives, Known
from tests.analysis import examples
from tests.analysis.trying import Trial, attempts, portrait, process, quiet

REFUSED = (Does.OUTSIDE, Does.WRITES, Does.STATE, Does.UNKNOWN)
LIBRARIES: dict[str, ModuleType] = {
    "numpy": arrays,
    "pandas": dataframes,
    "scipy": science,
    "sklearn": learning,
    "standard": standard,
    "networkx": networks,
    "PIL": imaging,
    "statsmodels": models,
    "IPython": notebook,
    "dateutil": dates,
}
MODULES = """bz2 lzma gzip colorsys html.entities ipaddress graphlib uuid zoneinfo secrets
    numpy.char numpy.polynomial pandas.api.types pandas.api.typing scipy.cluster.hierarchy
    scipy.cluster.vq scipy.fft scipy.integrate scipy.interpolate scipy.io.wavfile scipy.linalg
    scipy.ndimage scipy.optimize scipy.signal scipy.sparse scipy.spatial.distance
    scipy.spatial.transform scipy.special scipy.stats sklearn.compose sklearn.datasets
    sklearn.feature_selection sklearn.inspection sklearn.metrics.pairwise sklearn.model_selection
    sklearn.pipeline sklearn.preprocessing sklearn.tree sklearn.utils sklearn.linear_model
    IPython.display array cmath statistics fractions decimal string textwrap unicodedata shlex difflib urllib.parse
    base64 binascii zlib hashlib hmac json pickle csv struct ast pprint reprlib heapq bisect copy
    typing dataclasses contextlib datetime calendar glob fnmatch keyword html warnings
    statsmodels.stats.diagnostic statsmodels.stats.multitest statsmodels.stats.outliers_influence
    statsmodels.stats.proportion statsmodels.stats.stattools statsmodels.stats.weightstats
    statsmodels.tsa.stattools dateutil.parser dateutil.easter dateutil.relativedelta xml.etree.ElementTree sklearn.gaussian_process.kernels"""
for _module in MODULES.split():
    importlib.import_module(_module)


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> Iterator[None]:
    """Keep threads from waiting for each other, which is slow on a busy machine."""
    with threadpool_limits(1):
        yield


def trials(place: str, library: str) -> Iterator[Trial]:
    """Call what stands at a place with its own examples, else with what it takes of a pool."""
    function = register.found_at(place)
    if place in examples.EXAMPLES:
        for text in examples.EXAMPLES[place]:
            yield Trial(function, None, examples.given(text))
        return
    yield from attempts(lambda _: function, lambda: None, examples.POOLS[library](), most=3)


def entries(library: str) -> list[tuple[str, Known]]:
    return list(LIBRARIES[library].REGISTER.functions.items())


UNTRIED = set(
    """numpy.fromfile pandas.read_excel pandas.read_html pandas.read_xml pandas.read_parquet
    pandas.read_feather pandas.read_orc pandas.read_stata pandas.read_sas pandas.read_spss
    pandas.read_hdf scipy.sparse.load_npz scipy.io.loadmat scipy.io.mmread readlink
    binomialvariate""".split()
)
"""Readers of files in formats that need a file, or what is not there in every version."""


@pytest.mark.parametrize("library", LIBRARIES)
def test_functions_do_what_the_tables_say(library: str) -> None:
    complaints, untried = [], []
    for place, known in entries(library):
        if known.does in REFUSED or place in UNTRIED:
            continue
        seen = list(trials(place, library))
        untried += [place] * (not seen)
        complaints += [f"{place}{t.args!r}: {c}" for t in seen for c in t.complaints(known)]
    assert not complaints, "\n".join(complaints)
    assert not untried, f"never called: {' '.join(untried)}"


def tables() -> Iterator[tuple[str, dict[str, Known]]]:
    """Every table of methods by the place of its class."""
    for cls, methods in builtin.METHODS.items():
        yield cls.__name__, methods
    for library in LIBRARIES.values():
        for place, methods in library.REGISTER.methods.items():
            yield place.removesuffix(register.FAMILY), methods
    yield "pathlib.PosixPath", standard.PATHS


def method_trials(place: str, name: str) -> Iterator[Trial]:
    receivers = examples.RECEIVERS[place]
    for index in range(len(receivers())):

        def receiver(index: int = index) -> Any:
            return receivers()[index]

        def method(made: Any) -> Callable[..., Any]:
            return getattr(made, name)

        if not hasattr(receiver(), name):
            continue
        texts = examples.EXAMPLES.get(f"{place}.{name}")
        if texts is not None:
            yield from chosen(method, receiver, texts)
            continue
        seen = list(attempts(method, receiver, examples.pool_of(place), most=2))
        yield from seen
        if seen and place in ("pandas.DataFrame", "pandas.Series"):
            return  # the others are for the methods that need them


def chosen(method: Any, receiver: Any, texts: list[str]) -> Iterator[Trial]:
    """Call with examples; a receiver of another kind may not take them."""
    for text in texts:
        made = receiver()
        try:
            yield Trial(method(made), made, examples.given(text))
        except Exception:
            continue


UNSEEN = set(
    "truncate flush real_quick_ratio writerow writerows writeheader writelines write add_note".split()
)
"""Methods that change what a portrait does not show: a buffer, a cache, notes, another's file."""


@pytest.mark.parametrize("library", ["numpy", "pandas", "scipy", "dateutil", "other"])
def test_methods_do_what_the_tables_say(library: str) -> None:
    complaints: list[str] = []
    tried: dict[tuple[int, str], list[str]] = {}
    changed: dict[tuple[int, str], list[str]] = {}
    for place, methods in tables():
        top = place.partition(".")[0]
        if (top if top in LIBRARIES else "other") != library:
            continue
        for name, known in methods.items():
            if known.does in REFUSED:
                continue
            seen = list(method_trials(place, name))
            key = id(methods), name
            tried.setdefault(key, []).extend(place for _ in seen)
            complaints += [
                f"{place}.{name}{t.args!r}: {c}" for t in seen for c in t.complaints(known)
            ]
            if known.does is Does.CHANGES_SELF:
                changed.setdefault(key, []).extend(place for t in seen if t.changed())
    assert not complaints, "\n".join(complaints)
    untried = sorted({name for (_, name), places in tried.items() if not places} - UNTRIED)
    assert not untried, f"never called: {' '.join(untried)}"
    unchanged = {name for (_, name), places in changed.items() if not places} - UNSEEN - UNTRIED
    assert not unchanged, f"change nothing: {unchanged}"


@pytest.mark.parametrize("library", LIBRARIES)
def test_refused_functions_exist(library: str) -> None:
    """What is said to act outside is not called; but it is there."""
    for place, known in entries(library):
        if known.does in REFUSED and place.partition(".")[0] in sys.modules:
            assert register.found_at(place) is not None, place


UNTRIED_ESTIMATORS = {"FrozenEstimator"}  # it takes a fitted one, and nothing fits it
ESTIMATORS = [
    (name, cls)
    for name, cls in all_estimators()
    if (known := learning.of_class(cls))
    and name not in UNTRIED_ESTIMATORS
    and (known.does is not Does.DRAWS or known.seeded)  # one that always draws is refused
]


def samples() -> list[tuple[Any, ...]]:
    """Data that estimators take: features and classes, several targets, one feature, texts."""
    features = np.abs(np.random.default_rng(0).normal(size=(24, 4))).round(3) + 0.1
    classes = np.arange(24) % 2
    texts = ["aa bb", "bb cc", "cc dd"] * 8
    return [
        (features, classes),
        (features, classes + 1.5),
        (features, features[:, :2] > 0.5),
        (features[:, 0], classes),
        (texts, classes),
        ([{"a": 1.0, "b": 2.0}] * 24, classes),
        (classes.tolist(),),
        ([(0, 1)] * 24,),
        (np.ones((24, 24)), classes),
        (features.reshape(2, 6, 8),),
    ]


def made(cls: type) -> tuple[Any, int, bool, bool, bool]:
    """Make an estimator as the table says that it does not draw."""
    known = learning.of_class(cls)
    assert known is not None
    seeds = {"random_state": 0} if known.seeded and not known.only_with else {}
    words = inspect.signature(cls).parameters
    small = {word: value for word, value in SMALL.items() if word in words}
    parts = [[("a", Ridge())], [("a", tree())], [("a", PCA(1))]]
    for others in ((), (Ridge(),), (tree(),), *zip(parts)):
        for more in (small, {**small, "max_iter": 250} if "perplexity" in words else {}):
            try:
                estimator = cls(*copy.deepcopy(others), **more, **seeds)
                return fitted(estimator)
            except Exception:  # it needs another estimator, or other data
                continue
    raise AssertionError("it could not be fitted")


SMALL = {
    "n_estimators": 2,
    "max_iter": 5,
    "Cs": 1,
    "thresholds": 3,
    "perplexity": 3,
    "n_components": 2,
    "n_features_to_select": 1,
    "dictionary": np.eye(4),
    "param_grid": {},
    "param_distributions": {},
    "transformers": [],
    "n_jobs": None,
}


def tree() -> Any:
    return DecisionTreeClassifier(random_state=0, max_depth=1)


def fitted(estimator: Any) -> tuple[Any, int, bool, bool, bool]:
    """Fit on the first data that it takes, and look at what that does."""
    for index in range(len(samples())):
        again = clone(estimator)
        try:
            with quiet():
                estimator.fit(*samples()[index])
        except Exception:
            continue
        data, around = samples()[index], process()
        shown = portrait(data)
        with quiet():
            result = again.fit(*data)
        return again, index, result is again, process() == around, portrait(data) == shown
    raise ValueError("it takes none of these")


@pytest.mark.parametrize(("name", "cls"), ESTIMATORS, ids=[name for name, _ in ESTIMATORS])
def test_estimators_do_what_the_rules_say(name: str, cls: type) -> None:
    estimator, index, itself, undisturbed, unchanged = made(cls)
    assert itself, "fitting did not give the estimator"
    assert undisturbed, "fitting drew random numbers"
    assert unchanged, "fitting changed the data"
    for method, known in learning.METHODS.items():
        if known.does is Does.NOTHING and knowledge.of_method(cls, method).does is Does.NOTHING:
            check_reading(estimator, method, known, index)


def check_reading(estimator: Any, method: str, known: Known, index: int) -> None:
    """Call a method that is said to read only."""
    for length in (2, 1, 0):
        args = samples()[index][:length]
        shown = portrait(vars(estimator)), portrait(args), process()
        try:
            with quiet():
                result = getattr(estimator, method)(*args)
                if isinstance(result, types.GeneratorType):
                    next(result, None)
        except Exception:
            continue
        assert (portrait(vars(estimator)), portrait(args), process()) == shown, method
        if known.gives is Gives.COPY and isinstance(result, np.ndarray):
            held = [*args, *vars(estimator).values()]
            arrays = [part for part in held if isinstance(part, np.ndarray)]
            assert not any(np.shares_memory(result, array) for array in arrays), method
        return


@pytest.mark.parametrize(
    ("name", "positional", "expected"),
    [
        ("append", 1, Does.CHANGES_SELF),
        ("split", 0, Does.NOTHING),
        ("get", 1, Does.NOTHING),
        ("replace", 2, Does.NOTHING),
        ("replace", 1, Does.UNKNOWN),  # a path's moves a file
        ("rename", 0, Does.NOTHING),
        ("rename", 1, Does.UNKNOWN),
        ("rename", None, Does.UNKNOWN),
        ("to_csv", 1, Does.WRITES),
        ("write_text", 1, Does.WRITES),
        ("fit", 2, Does.CHANGES_SELF),
        ("frobnicate", 0, Does.UNKNOWN),
    ],
)
def test_names_tell_what_is_true_of_every_type(
    name: str, positional: int | None, expected: Does
) -> None:
    assert knowledge.of_unknown_method(name, positional).does is expected


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        (["day"], Does.NOTHING),
        (["hour", "tzinfo"], Does.NOTHING),
        (["target"], Does.UNKNOWN),  # a path's, again
        (["day", "inplace"], Does.UNKNOWN),
        ([], Does.UNKNOWN),
    ],
)
def test_parts_of_dates_tell_whose_replace_it_is(keywords: list[str], expected: Does) -> None:
    assert knowledge.of_unknown_method("replace", 0, keywords).does is expected


def test_a_name_alone_claims_no_more_than_any_type_does() -> None:
    claims = {"NOTHING": 0, "CHANGES_SELF": 1}
    for _, methods in tables():
        for name, known in methods.items():
            common = knowledge.of_unknown_method(name).does
            if common.name in claims and known.does.name in claims:
                assert claims[common.name] >= claims[known.does.name], name
            elif common.name in claims:
                assert name in ("rename", "replace"), name


def test_namesakes_are_not_mistaken() -> None:
    def mean(values: Any) -> Any:
        return values

    mean.__module__ = "numpy"
    assert knowledge.of_function(np.mean).does is Does.NOTHING
    assert knowledge.of_function(mean) is knowledge.UNKNOWN
    assert knowledge.of_function(np.ma.put) is knowledge.UNKNOWN
    assert knowledge.of_function(np.frompyfunc(mean, 1, 1)) is knowledge.UNKNOWN
    assert knowledge.of_function(np.vectorize(mean)) is knowledge.UNKNOWN


def test_subclasses_that_override_are_unknown() -> None:
    assert knowledge.of_method(np.ndarray, "sum").does is Does.NOTHING
    assert knowledge.of_method(np.ma.MaskedArray, "sum") is knowledge.UNKNOWN
    assert knowledge.of_method(pd.RangeIndex, "max").does is Does.NOTHING
