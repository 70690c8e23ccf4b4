"""pandas. What stands nowhere is unknown.

Where pandas before version 3 may give a view, or the very object, the table says `SAME`.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis.knowledge.register import Register
from nbparallel.analysis.knowledge.vocabulary import (
    ANY,
    ATOM,
    BOOL,
    CHANGES,
    COPY,
    HOLDS,
    OUTSIDE,
    SAME,
    STATE,
    STR,
    UNKNOWN,
    WRITES,
    Does,
    Gives,
    Known,
    Table,
    calling,
    giving_back,
    pure,
    seeded,
    table,
    within,
)
from nbparallel.loaded import loaded

_FRAME: Final = pure(Gives.COPY, None, "pandas.DataFrame")
_SERIES: Final = pure(Gives.COPY, None, "pandas.Series")
_APPLIES: Final = calling(Gives.HOLDS, ANY)


def _grouped(kind: str) -> Known:
    """Give what is known of grouping: by a function, it calls it."""
    return Known(Does.NOTHING, Gives.HOLDS, place=f"pandas.api.typing.{kind}", calls=(0, "by"))


_FUNCTIONS: Final = {
    **within(
        "pandas",
        ("DataFrame", pure(Gives.WRAPS, None, "pandas.DataFrame")),
        ("Series", pure(Gives.WRAPS, None, "pandas.Series")),
        ("Index MultiIndex DatetimeIndex RangeIndex Categorical array", SAME),
        ("CategoricalIndex TimedeltaIndex IntervalIndex PeriodIndex", SAME),
        ("Interval Period DateOffset Grouper NamedAgg CategoricalDtype", HOLDS),
        ("Timestamp Timedelta", ATOM),
        ("Timestamp.now Timestamp.today Timestamp.fromtimestamp Timestamp.utcnow", ATOM),
        ("DataFrame.from_dict DataFrame.from_records",
         pure(Gives.WRAPS, None, "pandas.DataFrame")),
        ("MultiIndex.from_tuples MultiIndex.from_product MultiIndex.from_arrays", HOLDS),
        ("to_datetime to_numeric to_timedelta unique factorize", SAME),
        ("bdate_range date_range interval_range period_range timedelta_range infer_freq", COPY),
        ("concat merge merge_asof merge_ordered", _FRAME),
        ("cut", giving_back("bins")),
        ("qcut get_dummies from_dummies json_normalize lreshape melt pivot wide_to_long", COPY),
        ("crosstab", calling(Gives.HOLDS, "aggfunc")),
        ("pivot_table", calling(Gives.HOLDS, "aggfunc", 4)),
        ("isna isnull notna notnull", COPY),
        ("get_option", SAME),
        ("read_csv read_table read_fwf read_excel read_json read_html read_xml read_parquet "
         "read_feather read_orc read_stata read_sas read_spss read_hdf",
         Known(Does.NOTHING, Gives.NEW,
               calls=("converters", "date_parser", "usecols", "skiprows", "on_bad_lines"),
               methods=("read", "readline"))),
        ("eval", UNKNOWN),
        ("read_clipboard read_sql read_sql_query read_sql_table read_pickle to_pickle "
         "HDFStore ExcelWriter ExcelFile", OUTSIDE),
        ("set_option reset_option option_context set_eng_float_format", STATE),
    ),
    **within(
        "pandas.api.types",
        ("infer_dtype", STR),
        ("is_bool_dtype is_datetime64_any_dtype is_float_dtype is_integer_dtype is_list_like "
         "is_numeric_dtype is_object_dtype is_scalar is_string_dtype", BOOL),
    ),
}  # fmt: skip

_REDUCED: Final = """all any count kurt kurtosis max mean median min mode nunique prod product
    quantile sem skew std sum var"""
_ALIKE: Final = """abs add add_prefix add_suffix astype bfill clip combine_first convert_dtypes
    copy cummax cummin cumprod cumsum diff div divide drop drop_duplicates dropna eq ffill fillna
    floordiv ge gt head infer_objects interpolate isin isna isnull le lt mask mod mul multiply ne
    nlargest notna notnull nsmallest pct_change pow radd rank rdiv reindex reindex_like
    reorder_levels replace rfloordiv rmod rmul round rpow rsub rtruediv set_axis shift sort_index
    sort_values sub subtract swaplevel tail take truediv truncate where at_time between_time asfreq
    tz_convert tz_localize"""
# These may give views, or the very object; most of them before version 3 only.
_MAYBE_VIEWS: Final = frozenset("astype clip head tail infer_objects truncate between_time".split())
_OUT: Final = """to_clipboard to_excel to_feather to_gbq to_hdf to_iceberg to_orc to_parquet
    to_sql to_stata to_xml plot hist boxplot"""


def _alike(result: Known) -> Table:
    return {n: SAME if n in _MAYBE_VIEWS else result for n in _ALIKE.split()}


def _written(target: str) -> Known:
    """Give what is known of a method that gives a text where it gets no target."""
    return Known(Does.WRITES, Gives.ATOM, type=str, only_with=(0, target))


_BOTH: Final = table(
    (_REDUCED, COPY),
    (_OUT, OUTSIDE),
    ("pipe", calling(Gives.SAME, ANY)),
    ("agg aggregate apply map transform combine", _APPLIES),
    ("filter", COPY),
    ("rolling expanding ewm resample", HOLDS),
    ("get squeeze xs align", SAME),
    ("keys", SAME),
    ("compare corr cov describe dot explode first_valid_index idxmax idxmin last_valid_index "
     "duplicated droplevel unstack value_counts equals", COPY),
    ("items", HOLDS),
    ("memory_usage", replace(COPY, unless=("deep",))),  # how large an object is shows its past
    ("sample", seeded(gives=Gives.COPY)),
    ("rename rename_axis", calling(Gives.COPY, ANY)),
    ("to_csv to_json", _written("path_or_buf")),
    ("to_pickle", WRITES),
    ("to_html to_latex to_markdown to_string",
     replace(_written("buf"), calls=("formatters", "float_format"))),
    ("to_numpy transpose set_flags to_period", SAME),
    ("pop", Known(Does.CHANGES_SELF, Gives.SAME)),
    ("update", CHANGES),
    ("info", OUTSIDE),
)  # fmt: skip

_CORRELATED: Final = table(("corr", calling(Gives.COPY, 0, 1, "method")))

_DATAFRAME: Final = {**_BOTH, **_alike(_FRAME), **_CORRELATED} | table(
    ("rename", Known(Does.NOTHING, Gives.COPY, place="pandas.DataFrame", calls=(ANY,))),
    ("assign", Known(Does.NOTHING, Gives.COPY, place="pandas.DataFrame", calls=(ANY,))),
    ("groupby", _grouped("DataFrameGroupBy")),
    ("iterrows itertuples to_dict to_records", HOLDS),
    ("join melt merge pivot reset_index set_index select_dtypes explode", _FRAME),
    ("pivot_table", calling(Gives.HOLDS, "aggfunc", 3)),
    ("stack corrwith", COPY),
    ("eval query", Known(Does.NOTHING, Gives.COPY, expression=True)),
    ("insert isetitem", CHANGES),
)

_SERIES_METHODS: Final = {**_BOTH, **_alike(_SERIES), **_CORRELATED} | table(
    ("groupby", _grouped("SeriesGroupBy")),
    ("argmax argmin argsort autocorr between divmod rdivmod factorize repeat "
     "searchsorted case_when", COPY),
    ("unique", SAME),
    ("to_list tolist to_dict", HOLDS),
    ("to_frame", pure(Gives.SAME, None, "pandas.DataFrame")),
    ("reset_index", COPY),
    ("map apply", calling(Gives.HOLDS, 0, 1, "arg", "func")),
)  # fmt: skip

_INDEX: Final = table(
    ("all any argmax argmin argsort max min nunique value_counts", COPY),
    ("append astype delete diff difference drop drop_duplicates droplevel dropna duplicated "
     "equals factorize fillna get_indexer get_indexer_for get_indexer_non_unique get_level_values "
     "get_loc identical insert intersection isin isna isnull join memory_usage "
     "notna notnull ravel reindex repeat round searchsorted set_names shift slice_indexer "
     "slice_locs sort_values symmetric_difference take to_flat_index to_frame to_numpy to_series "
     "transpose union unique view where", SAME),
    ("copy to_list tolist", HOLDS),  # an index never changes
    ("map", calling(Gives.HOLDS, 0, "mapper")),
)  # fmt: skip

_GROUPBY: Final = table(
    (f"{_REDUCED} bfill corr corrwith cov cumcount cummax cummin cumprod cumsum describe diff "
     "ffill first head idxmax idxmin last ngroup nlargest nsmallest nth ohlc pct_change rank "
     "shift size tail take unique value_counts", COPY),
    ("sample", seeded(gives=Gives.COPY)),
    ("get_group", SAME),
    ("rolling expanding ewm", HOLDS),
    ("agg aggregate apply filter transform map", _APPLIES),
    ("pipe", calling(Gives.SAME, ANY)),
    ("plot hist boxplot", OUTSIDE),
)  # fmt: skip
del _GROUPBY["mode"], _GROUPBY["kurtosis"], _GROUPBY["product"], _GROUPBY["map"]

_WINDOW: Final = table(
    ("corr count cov kurt max mean median min nunique quantile rank sem skew std sum var", COPY),
    ("agg aggregate apply", _APPLIES),
)

_TEXT: Final = table(
    ("capitalize casefold cat center contains count encode endswith extract extractall find "
     "findall fullmatch get_dummies index isalnum isalpha isdecimal isdigit islower isnumeric "
     "isspace istitle isupper join len ljust lower lstrip match normalize pad partition "
     "removeprefix removesuffix repeat rfind rindex rjust rpartition rsplit rstrip slice "
     "slice_replace split startswith strip swapcase title translate upper wrap zfill", COPY),
    ("get", SAME),
    ("replace", calling(Gives.COPY, 1, "repl")),
)  # fmt: skip

_DATES: Final = table(
    ("ceil day_name floor isocalendar month_name normalize round strftime to_period "
     "to_pydatetime tz_convert tz_localize as_unit", COPY)
)  # fmt: skip

_METHODS: Final[dict[str, Table]] = {
    "pandas.DataFrame": _DATAFRAME,
    "pandas.Series": _SERIES_METHODS,
    "pandas.Index+": _INDEX,
    "pandas.api.typing.DataFrameGroupBy": _GROUPBY,
    "pandas.api.typing.SeriesGroupBy": _GROUPBY,
    "pandas.api.typing.Rolling": _WINDOW,
    "pandas.api.typing.Expanding": _WINDOW,
    "pandas.api.typing.ExponentialMovingWindow": table(
        ("corr cov mean std sum var", COPY), ("agg aggregate", _APPLIES)
    ),
    "pandas.core.strings.accessor.StringMethods": _TEXT,
    "pandas.core.indexes.accessors.DatetimeProperties": _DATES,
    "pandas.core.indexes.accessors.TimedeltaProperties": table(
        ("ceil floor round to_pytimedelta total_seconds", COPY)
    ),
    "pandas.core.arrays.categorical.CategoricalAccessor": table(
        ("add_categories as_ordered as_unordered remove_categories remove_unused_categories "
         "rename_categories reorder_categories set_categories", COPY)
    ),
}  # fmt: skip

REGISTER: Final = Register(_FUNCTIONS, _METHODS)

_SHARED_COLUMNS: Final = frozenset(
    """drop droplevel filter reindex reindex_like rename rename_axis select_dtypes set_axis
    take""".split()
)


def of_method(cls: type, name: str) -> Known | None:
    """What is known of a method; before version 3 a choice of columns may be a view of them."""
    known = REGISTER.method(cls, name)
    if known is None or name not in _SHARED_COLUMNS or _copies_on_write():
        return known
    return replace(known, gives=Gives.SAME)


def _copies_on_write() -> bool:
    version: str = getattr(loaded("pandas"), "__version__", "0")
    return version.partition(".")[0] >= "3"


INDEXERS: Final = frozenset({"loc", "iloc", "at", "iat"})
"""Attributes through which a frame itself is read and changed."""


def has_plain_columns(live: Any) -> bool:
    """Whether a live object is a frame of which a label gives one column."""
    if not facts.is_frame(live) or not hasattr(live, "columns"):
        return False
    return bool(live.columns.is_unique and live.columns.nlevels == 1)


def is_frame(cls: type | None) -> bool:
    """Whether a type is exactly `pandas.DataFrame` or `pandas.Series`."""
    pandas = loaded("pandas")
    return cls is not None and cls in (
        getattr(pandas, "DataFrame", None),
        getattr(pandas, "Series", None),
    )


def is_selection(index: ast.expr) -> bool:
    """Whether a subscript that is no immutable value selects rows or columns of a frame."""
    if isinstance(index, ast.UnaryOp):
        return isinstance(index.op, ast.Invert)
    if isinstance(index, ast.BinOp):
        return isinstance(index.op, ast.BitAnd | ast.BitOr)
    return isinstance(index, ast.Compare | ast.List | ast.Slice)
