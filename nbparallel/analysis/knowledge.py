"""What is known of other people's functions and methods, in one place.

A name stands here only if its documentation says what the table says. What stands nowhere
is unknown, and unknown is never assumed pure. For each callable the table tells its effect
and whose object the result is.
"""

from __future__ import annotations

import enum
import sys
from dataclasses import dataclass
from typing import Any, Final

from nbparallel import facts


class Does(enum.Enum):
    """The effect of a call, apart from its result."""

    NOTHING = "nothing"
    CHANGES_SELF = "changes self"
    CHANGES_FIRST = "changes its first argument"
    DRAWS = "draws random numbers"
    OUTSIDE = "acts outside the process"
    STATE = "changes the state of the process"
    PRINTS = "prints"
    UNKNOWN = "unknown"


class Gives(enum.Enum):
    """Whose object the result of a call is."""

    ATOM = "an immutable value"
    NEW = "a new object that holds nothing from outside"
    HOLDS = "a new object that holds its arguments"
    SAME = "its receiver or first argument, or a part of it"
    ELEMENT = "an element of its first argument"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one callable."""

    does: Does
    gives: Gives = Gives.HOLDS
    type: type | None = None


UNKNOWN: Final = Known(Does.UNKNOWN, Gives.SAME)


def _table(*rows: tuple[str, Known]) -> dict[str, Known]:
    return {name: known for names, known in rows for name in names.split()}


def _pure(gives: Gives = Gives.NEW, type: type | None = None) -> Known:
    return Known(Does.NOTHING, gives, type)


_BUILTINS: Final = _table(
    ("len ord", _pure(Gives.ATOM, int)),
    ("ascii bin chr format hex oct repr str", _pure(Gives.ATOM, str)),
    ("int", _pure(Gives.ATOM, int)),
    ("float", _pure(Gives.ATOM, float)),
    ("bool callable hasattr isinstance issubclass any all", _pure(Gives.ATOM, bool)),
    ("complex", _pure(Gives.ATOM, complex)),
    ("bytes", _pure(Gives.ATOM, bytes)),
    ("range", _pure(Gives.ATOM, range)),
    ("abs divmod pow round sum", _pure(Gives.HOLDS)),
    ("slice object type", _pure(Gives.HOLDS)),
    ("bytearray", _pure(Gives.NEW, bytearray)),
    ("min max", _pure(Gives.ELEMENT)),
    ("print", Known(Does.PRINTS, Gives.ATOM, type(None))),
    ("next", Known(Does.CHANGES_FIRST, Gives.ELEMENT)),
    ("setattr delattr", Known(Does.CHANGES_FIRST, Gives.ATOM)),
    ("getattr", _pure(Gives.SAME)),
    ("input", Known(Does.OUTSIDE, Gives.ATOM, str)),
)

CONTAINERS: Final = frozenset(
    {list, tuple, set, frozenset, dict, enumerate, zip, map, filter, reversed}
)
"""Builtin classes whose call makes a container of their arguments' elements."""

_ATOM_METHODS: Final = _table(("join split splitlines partition format encode decode", _pure()))

_METHODS: Final[dict[type, dict[str, Known]]] = {
    list: _table(
        ("copy", _pure(Gives.HOLDS)),
        ("index count", _pure(Gives.ATOM, int)),
        ("append extend insert remove clear sort reverse", Known(Does.CHANGES_SELF, Gives.ATOM)),
        ("pop", Known(Does.CHANGES_SELF, Gives.ELEMENT)),
    ),
    tuple: _table(("index count", _pure(Gives.ATOM, int))),
    dict: _table(
        ("copy keys values items", _pure(Gives.HOLDS)),
        ("get", _pure(Gives.SAME)),
        ("update clear", Known(Does.CHANGES_SELF, Gives.ATOM)),
        ("pop popitem setdefault", Known(Does.CHANGES_SELF, Gives.SAME)),
    ),
    set: _table(
        (
            "copy union intersection difference symmetric_difference",
            _pure(Gives.HOLDS),
        ),
        ("issubset issuperset isdisjoint", _pure(Gives.ATOM, bool)),
        (
            "add discard remove clear update intersection_update difference_update "
            "symmetric_difference_update",
            Known(Does.CHANGES_SELF, Gives.ATOM),
        ),
        ("pop", Known(Does.CHANGES_SELF, Gives.ELEMENT)),
    ),
    bytearray: _table(
        ("append extend insert remove clear reverse pop", Known(Does.CHANGES_SELF, Gives.ATOM)),
        ("decode hex find count index startswith endswith", _pure(Gives.ATOM)),
    ),
}
_METHODS[frozenset] = {
    name: known for name, known in _METHODS[set].items() if known.does is Does.NOTHING
}

_PURE_MODULES: Final = frozenset(
    """math cmath statistics operator itertools collections re string textwrap datetime
    fractions decimal numbers hashlib hmac base64 binascii zlib json struct copy difflib
    unicodedata html bisect heapq functools types enum dataclasses typing calendar colorsys
    array abc ast keyword token tokenize urllib.parse posixpath ntpath genericpath fnmatch
    time io csv uuid zoneinfo graphlib reprlib pprint secrets ipaddress""".split()
)
"""Standard modules whose functions act on their arguments only, but for the exceptions below."""

_LIBRARIES: Final = frozenset({"numpy", "scipy", "pandas", "sklearn", "statsmodels", "patsy"})
"""Installed packages whose functions are pure unless an entry says otherwise."""

_FIRST: Final = Known(Does.CHANGES_FIRST, Gives.ATOM)
_DRAWS: Final = Known(Does.DRAWS, Gives.NEW)
_OUTSIDE: Final = Known(Does.OUTSIDE, Gives.NEW)
_STATE: Final = Known(Does.STATE, Gives.NEW)

_EXCEPTIONS: Final[dict[str, Known]] = {
    f"{module}.{name}": known
    for module, names, known in (
        ("heapq", "heappush heapify", _FIRST),
        ("heapq", "heappop heappushpop heapreplace", Known(Does.CHANGES_FIRST, Gives.ELEMENT)),
        ("bisect", "insort insort_left insort_right", _FIRST),
        ("operator", "iadd isub imul itruediv ifloordiv imod ipow iand ior ixor", _FIRST),
        ("operator", "setitem delitem iconcat", _FIRST),
        ("operator", "call methodcaller", UNKNOWN),
        ("functools", "lru_cache cache cached_property singledispatch", UNKNOWN),
        ("decimal", "setcontext", _STATE),
        ("time", "tzset", _STATE),
        ("types", "new_class", UNKNOWN),
        ("re", "purge", _STATE),
        ("csv", "register_dialect unregister_dialect field_size_limit", _STATE),
        ("io", "open open_code", _OUTSIDE),
        ("json", "dump", _OUTSIDE),
        ("numpy", "copyto fill_diagonal place put put_along_axis putmask", _FIRST),
        ("numpy", "save savez savez_compressed savetxt", _OUTSIDE),
        ("numpy", "seterr seterrcall set_printoptions setbufsize", _STATE),
        ("numpy", "memmap", UNKNOWN),
        (
            "numpy",
            "asarray asanyarray ascontiguousarray asfortranarray atleast_1d atleast_2d "
            "atleast_3d ravel reshape squeeze transpose swapaxes moveaxis rollaxis broadcast_to "
            "broadcast_arrays expand_dims split array_split hsplit vsplit dsplit diagonal real "
            "imag flipud fliplr flip rot90 require nan_to_num frombuffer matrix_transpose "
            "permute_dims unstack as_strided sliding_window_view nditer array",
            _pure(Gives.SAME),
        ),
        ("numpy", "apply_along_axis vectorize frompyfunc", _pure(Gives.HOLDS)),
        ("pandas", "set_option reset_option", _STATE),
        ("pandas", "to_pickle read_clipboard", _OUTSIDE),
        ("sklearn", "set_config", _STATE),
        ("json", "loads dumps", _pure()),
        ("copy", "deepcopy", _pure()),
    )
    for name in names.split()
}

_OUTSIDE_PREFIXES: Final = ("to_", "plot", "hist", "boxplot", "savefig", "show")
_PANDAS_TO_PURE: Final = frozenset(
    """to_numpy to_list to_dict to_frame to_string to_records to_numeric to_datetime
    to_timedelta to_period to_timestamp to_pydatetime to_series to_flat_index to_julian_date
    to_coo to_json to_html to_markdown to_latex to_offset""".split()
)

SELF_CHANGING: Final = frozenset(
    """append extend insert remove clear sort reverse pop popitem update add discard setdefault
    fill put resize partition setflags setfield byteswap itemset fit fit_transform fit_predict
    partial_fit set_params write writelines read readline readlines seek close send throw
    __setitem__ __delitem__ __setattr__ appendleft popleft extendleft rotate subtract
    __next__ move_to_end intersection_update difference_update symmetric_difference_update
    isetitem setitem acquire release put_nowait get_nowait""".split()
)
"""Method names that change their receiver in the types that have them."""

_PURE_METHODS: Final = frozenset(
    """copy index count get keys values items mean sum std var min max argmin argmax argsort
    cumsum cumprod prod any all round clip dot astype tolist item ravel reshape flatten
    transpose squeeze swapaxes diagonal trace repeat take nonzero searchsorted conj conjugate
    ptp choose compress view tobytes predict predict_proba predict_log_proba decision_function
    transform inverse_transform score get_params kneighbors score_samples apply staged_predict
    groupby agg aggregate head tail loc iloc query merge join sort_values sort_index dropna
    fillna isna isnull notna notnull isin unique nunique value_counts median quantile describe
    corr cov rolling expanding ewm shift diff pct_change resample pivot pivot_table melt stack
    unstack explode assign drop rename set_index reset_index reindex idxmax idxmin rank
    map applymap nlargest nsmallest between abs cummax cummin first last size get_group
    to_numpy to_list to_dict to_frame iterrows itertuples xs interpolate replace where mask
    filter pipe add_prefix add_suffix droplevel duplicated drop_duplicates sem skew
    kurt mode eq ne lt le gt ge sub mul div truediv floordiv combine_first
    strip lstrip rstrip lower upper title capitalize split rsplit splitlines join startswith
    endswith find rfind encode decode format zfill ljust rjust center isdigit isalpha
    isalnum isupper islower isspace rpartition casefold swapcase translate
    union intersection difference symmetric_difference issubset issuperset isdisjoint
    exists is_file is_dir stat read_text read_bytes with_suffix with_name joinpath resolve
    absolute relative_to glob rglob iterdir as_posix most_common elements total year month day
    strftime isoformat date time timestamp weekday isoweekday days seconds total_seconds
    match search fullmatch findall finditer group groups groupdict start end span""".split()
)
"""Method names that leave their receiver alone in every builtin and known library type."""


def of_builtin(function: Any) -> Known | None:
    """What is known of a builtin function or class."""
    return _BUILTINS.get(getattr(function, "__name__", ""))


def of_function(function: Any) -> Known:
    """What is known of a library's function or class, by the place it was defined."""
    library = facts.library_of(function)
    if library is None:
        return UNKNOWN
    module = getattr(function, "__module__", None) or library
    name = getattr(function, "__name__", "")
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(function, numpy.ufunc):
        return _EXCEPTIONS.get(f"numpy.{name}", _pure())
    for prefix in (module.lstrip("_"), library.lstrip("_")):
        known = _EXCEPTIONS.get(f"{prefix}.{name}")
        if known is not None:
            return known
    if library == "numpy" and ".random" in f".{module}":
        return _numpy_random(name)
    if library == "random":
        return UNKNOWN
    if library in _LIBRARIES:
        return _of_library(function, library, module, name)
    if _is_pure_module(module) or _is_pure_module(library):
        return _pure(Gives.HOLDS)
    return _of_standard(module, name, function)


def _is_pure_module(module: str) -> bool:
    return module.lstrip("_") in _PURE_MODULES


def _numpy_random(name: str) -> Known:
    if name in {
        "default_rng",
        "SeedSequence",
        "Generator",
        "RandomState",
        "PCG64",
        "Philox",
        "MT19937",
        "SFC64",
    }:
        return _pure(Gives.HOLDS)
    return _DRAWS


def _of_library(function: Any, library: str, module: str, name: str) -> Known:
    if library == "pandas" and (
        name.startswith(("plotting",)) or (name.startswith("to_") and name not in _PANDAS_TO_PURE)
    ):
        return _OUTSIDE
    if ".plotting" in module or "graphics" in module:
        return _STATE
    if ".datasets" in module and name.startswith("fetch_"):
        return _OUTSIDE
    if isinstance(function, type):
        return _pure(Gives.HOLDS)
    if library == "scipy" and ".io" in module and name.startswith(("save", "write", "mm")):
        return _OUTSIDE
    return _pure(Gives.HOLDS)


_STANDARD: Final = {
    **{
        f"os.{name}": _pure()
        for name in "getcwd listdir scandir stat fspath getenv walk cpu_count".split()
    },
    **{f"glob.{name}": _pure() for name in "glob iglob escape".split()},
    **{f"pathlib.{name}": _pure() for name in "Path PurePath PosixPath PurePosixPath".split()},
    **{f"warnings.{name}": Known(Does.PRINTS, Gives.ATOM) for name in ["warn"]},
    **{f"contextlib.{name}": _pure(Gives.HOLDS) for name in "suppress nullcontext closing".split()},
    "random.Random": _pure(),
    "time.sleep": _pure(),
    "posix.getcwd": _pure(),
    "posix.listdir": _pure(),
    "posix.stat": _pure(),
    "posix.fspath": _pure(),
}


def _of_standard(module: str, name: str, function: Any) -> Known:
    known = _STANDARD.get(f"{module.lstrip('_')}.{name}")
    if known is not None:
        return known
    if module.startswith("pathlib"):
        return _STANDARD.get(f"pathlib.{name}", _OUTSIDE)
    if isinstance(function, type) and issubclass(function, BaseException):
        return _pure(Gives.HOLDS)
    if module in {
        "os",
        "posix",
        "shutil",
        "subprocess",
        "socket",
        "sqlite3",
        "tempfile",
        "pickle",
        "shelve",
    }:
        return _OUTSIDE
    return UNKNOWN


def of_method(cls: type, name: str) -> Known:
    """What is known of a method, by its receiver's exact type."""
    table = _METHODS.get(cls)
    if table is not None:
        return table.get(name, UNKNOWN)
    if facts.is_atom_type(cls):
        return _atom_method(cls, name)
    library = facts.library_of(cls)
    module = cls.__module__
    if cls.__name__ == "_Environ":
        return _pure() if name in ("get", "keys", "values", "items", "copy") else _STATE
    if cls.__name__ in {"Random", "SystemRandom"} or ".random" in f".{module}":
        return Known(Does.CHANGES_SELF, Gives.NEW)
    if library in _LIBRARIES:
        return _library_method(cls, name)
    if name in SELF_CHANGING:
        return Known(Does.CHANGES_SELF, Gives.SAME)
    if module.lstrip("_") in {
        "collections",
        "io",
        "csv",
        "re",
        "array",
        "hashlib",
        "datetime",
        "itertools",
        "string",
        "zoneinfo",
    }:
        return _pure(Gives.SAME) if name in _PURE_METHODS else Known(Does.CHANGES_SELF, Gives.SAME)
    return UNKNOWN


def _atom_method(cls: type, name: str) -> Known:
    if cls.__module__.startswith("pathlib"):
        if name in _PURE_METHODS or name in {"match", "is_absolute", "is_relative_to", "with_stem"}:
            return _pure()
        return _OUTSIDE
    if cls is str and name in {"split", "rsplit", "splitlines"}:
        return _pure(Gives.NEW, list)
    if cls is str and name not in {
        "encode",
        "partition",
        "rpartition",
        "find",
        "rfind",
        "index",
        "rindex",
        "count",
    }:
        return _pure(Gives.ATOM, bool if name.startswith(("is", "startswith", "endswith")) else str)
    return _pure()


def _library_method(cls: type, name: str) -> Known:
    if (
        name.startswith(_OUTSIDE_PREFIXES)
        and name not in _PANDAS_TO_PURE
        and cls.__module__.startswith("pandas")
    ):
        return _OUTSIDE
    if name in _ITERATING:
        return _pure(Gives.HOLDS)
    if name in SELF_CHANGING:
        return Known(Does.CHANGES_SELF, Gives.SAME)
    if cls.__module__.startswith("numpy") and name in {"dump", "tofile"}:
        return _OUTSIDE
    if name in _PURE_METHODS:
        return _pure(Gives.NEW if name in _COPYING else Gives.SAME)
    return UNKNOWN


_ITERATING: Final = frozenset(
    "iterrows itertuples items groupby tolist to_list to_dict unique".split()
)
"""Methods that make a new object of what their receiver holds."""

_COPYING: Final = frozenset(
    """copy astype mean sum std var argsort cumsum cumprod flatten repeat tobytes predict
    predict_proba predict_log_proba decision_function score score_samples
    inverse_transform value_counts describe median quantile""".split()
)


def of_unknown_method(name: str) -> Known:
    """What is known of a method by its name alone.

    Sound only together with two later checks: no class of the user's that travels to the
    workers may define the name, and no type of an unknown library may travel at all.
    """
    if name in SELF_CHANGING:
        return Known(Does.CHANGES_SELF, Gives.SAME)
    if name in _PURE_METHODS:
        return _pure(Gives.SAME)
    return UNKNOWN


def is_known_library(library: str | None) -> bool:
    """Whether operators and attributes of a library's types can be trusted to be pure."""
    return library is not None and (library in _LIBRARIES or library in sys.stdlib_module_names)
