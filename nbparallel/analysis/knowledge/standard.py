"""The standard library. What stands nowhere is unknown."""

from __future__ import annotations

import pathlib
import sys
from dataclasses import replace
from typing import Any, Final

from nbparallel.analysis.knowledge.register import Register
from nbparallel.analysis.knowledge.vocabulary import (
    ATOM,
    BOOL,
    BYTES,
    CHANGES,
    CHANGES_ELEMENT,
    CHANGES_SAME,
    ELEMENT,
    FIRST,
    FIRST_ELEMENT,
    FIRST_SAME,
    FLOAT,
    HOLDS,
    INT,
    NEW,
    OTHERS,
    OUTSIDE,
    SAME,
    STATE,
    STR,
    STRINGS,
    UNKNOWN,
    VALUE,
    WRITES,
    Does,
    Gives,
    Known,
    Table,
    calling,
    pure,
    table,
    within,
)

_HASH: Final = table(("update", CHANGES), ("digest", BYTES), ("hexdigest", STR), ("copy", NEW))

_NUMBERS: Final = {
    **within(
        "math",
        (
            "acos acosh asin asinh atan atan2 atanh copysign cos cosh degrees dist erf erfc exp "
            "expm1 fabs fmod fsum gamma hypot ldexp lgamma log log10 log1p log2 nextafter pow "
            "radians remainder sin sinh sqrt tan tanh ulp cbrt exp2",
            FLOAT,
        ),
        ("comb factorial gcd isqrt lcm perm", INT),
        ("isclose isfinite isinf isnan", BOOL),
        ("frexp modf", ATOM),
        ("ceil floor trunc", VALUE),
        ("prod", replace(HOLDS, back=(("start", "start"),))),
    ),
    **within(
        "cmath",
        (
            "acos acosh asin asinh atan atanh cos cosh exp isclose isfinite isinf isnan log log10 "
            "phase polar rect sin sinh sqrt tan tanh",
            ATOM,
        ),
    ),
    **within(
        "statistics",
        (
            "correlation covariance fmean geometric_mean harmonic_mean linear_regression mean "
            "pstdev pvariance stdev variance",
            replace(ATOM, methods=("as_integer_ratio",)),
        ),
        ("median median_high median_low median_grouped mode", ELEMENT),
        ("multimode quantiles", HOLDS),
    ),
    **within("fractions", ("Fraction", ATOM)),
    **within("decimal", ("Decimal", ATOM), ("localcontext", HOLDS), ("setcontext", STATE)),
    **within("colorsys", ("hls_to_rgb hsv_to_rgb rgb_to_hls rgb_to_hsv rgb_to_yiq", ATOM)),
    **within(
        "operator",
        (
            "abs add and_ concat eq floordiv ge gt index inv invert le lshift lt matmul mod mul ne "
            "neg or_ pos pow rshift sub truediv xor",
            VALUE,
        ),
        ("contains is_ is_not not_ truth", BOOL),
        ("countOf indexOf length_hint", INT),
        ("getitem", SAME),
        ("attrgetter itemgetter", HOLDS),
        ("methodcaller call", UNKNOWN),
        (
            "iadd iand iconcat ifloordiv ilshift imatmul imod imul ior ipow irshift isub itruediv "
            "ixor",
            FIRST_SAME,
        ),
        ("setitem delitem", FIRST),
    ),
}

_TEXTS: Final = {
    **within(
        "re",
        ("compile escape", ATOM),
        ("match search fullmatch", HOLDS),
        ("findall split", NEW),
        ("finditer", HOLDS),
        ("sub subn", Known(Does.NOTHING, Gives.ATOM, calls=(1, "repl"))),
        ("purge", STATE),
    ),
    **within("string", ("capwords", STR), ("Template Formatter", HOLDS)),
    **within(
        "textwrap",
        ("dedent fill shorten", STR),
        ("indent", Known(Does.NOTHING, Gives.ATOM, type=str, calls=(2, "predicate"))),
        ("wrap", STRINGS),
    ),
    **within(
        "unicodedata",
        (
            "bidirectional category combining decimal decomposition digit east_asian_width "
            "is_normalized lookup mirrored name normalize numeric",
            ATOM,
        ),
    ),
    **within("html", ("escape", STR), ("unescape", VALUE)),
    **within("shlex", ("split", STRINGS), ("quote join", STR)),
    **within("keyword", ("iskeyword issoftkeyword", BOOL)),
    **within(
        "difflib",
        ("SequenceMatcher Differ", calling(Gives.HOLDS, 0, "isjunk", "linejunk", "charjunk")),
        ("get_close_matches", HOLDS),
        ("unified_diff context_diff", HOLDS),
        ("ndiff", calling(Gives.HOLDS, 2, 3, "linejunk", "charjunk")),
    ),
    **within(
        "urllib.parse",
        ("quote quote_plus unquote unquote_plus urlencode urljoin urlunparse urlunsplit", ATOM),
        ("urlparse urlsplit urldefrag", ATOM),
        ("parse_qs parse_qsl", NEW),
    ),
    **within(
        "base64",
        (
            "a85decode a85encode b16decode b16encode b32decode b32encode b64decode b64encode "
            "b85decode b85encode standard_b64decode standard_b64encode urlsafe_b64decode "
            "urlsafe_b64encode",
            BYTES,
        ),
    ),
    **within("binascii", ("a2b_base64 b2a_base64 hexlify unhexlify", BYTES), ("crc32", INT)),
    **within("zlib", ("adler32 crc32", INT), ("compress decompress", BYTES)),
    **within("gzip", ("compress decompress", BYTES)),
    **within("bz2", ("compress decompress", BYTES)),
    **within("lzma", ("compress decompress", BYTES)),
    **within(
        "hashlib",
        ("blake2b blake2s md5 new sha1 sha224 sha256 sha384 sha3_256 sha3_512 sha512", NEW),
        ("pbkdf2_hmac scrypt", BYTES),
    ),
    **within("hmac", ("compare_digest", BOOL), ("digest", BYTES)),
    **within(
        "json",
        ("dumps", Known(Does.NOTHING, Gives.ATOM, type=str, calls=("default", "cls"),
                        methods=("items",))),
        (
            "loads",
            calling(
                Gives.HOLDS,
                "cls", "object_hook", "object_pairs_hook",
                "parse_float", "parse_int", "parse_constant",
            ),
        ),
        ("load", Known(Does.CHANGES_FIRST, Gives.HOLDS, calls=("cls", "object_hook",
         "object_pairs_hook", "parse_float", "parse_int", "parse_constant"), methods=("read",))),
        ("dump", Known(Does.NOTHING, Gives.ATOM, changes=(1, "fp"), calls=("default", "cls"),
                       methods=("write", "items"))),
    ),
    **within(
        "pickle",
        ("dumps", BYTES),
        ("dump", Known(Does.NOTHING, Gives.ATOM, changes=(1, "file"), methods=("write",))),
    ),
    **within(
        "csv",
        ("reader DictReader", HOLDS),
        ("writer DictWriter", Known(Does.NOTHING, Gives.SAME, methods=("write",))),
        ("field_size_limit register_dialect unregister_dialect", STATE),
    ),
    **within(
        "struct",
        ("calcsize", INT),
        ("pack", BYTES),
        ("unpack unpack_from", ATOM),
        ("iter_unpack", HOLDS),
        ("pack_into", Known(Does.NOTHING, Gives.ATOM, changes=(1,))),
    ),
    **within("ast", ("literal_eval parse", NEW), ("dump unparse", STR)),
    **within(
        "pprint",
        ("pformat", STR),
        ("pprint pp", Known(Does.PRINTS, Gives.ATOM, changes=(1, "stream"), methods=("write",))),
    ),
    **within("reprlib", ("repr", STR)),
}  # fmt: skip

_CONTAINERS: Final = {
    **within(
        "collections",
        *((name, pure(Gives.HOLDS, None, f"collections.{name}"))
          for name in ("Counter", "OrderedDict", "deque")),
        ("defaultdict", Known(Does.NOTHING, Gives.HOLDS, place="collections.defaultdict",
                              calls=(0,))),
        ("ChainMap", SAME),
        ("UserDict UserList UserString", HOLDS),
    ),
    **within(
        "itertools",
        ("chain chain.from_iterable combinations combinations_with_replacement compress count "
         "cycle islice pairwise permutations product repeat tee zip_longest", HOLDS),
        ("accumulate", calling(Gives.HOLDS, 1, "func")),
        ("groupby", calling(Gives.HOLDS, 1, "key")),
        ("dropwhile filterfalse starmap takewhile", calling(Gives.HOLDS, 0)),
    ),
    **within(
        "functools",
        ("partial", calling(Gives.HOLDS, 0)),
        ("cmp_to_key", calling(Gives.HOLDS, 0)),
        ("reduce", calling(Gives.SAME, 0)),
    ),
    **within(
        "heapq",
        ("heappush heapify", FIRST),
        ("heappop heappushpop heapreplace", FIRST_ELEMENT),
        ("merge", calling(Gives.HOLDS, "key")),
        ("nlargest nsmallest", calling(Gives.HOLDS, 2, "key")),
    ),
    **within(
        "bisect",
        ("bisect bisect_left bisect_right",
         Known(Does.NOTHING, Gives.ATOM, type=int, calls=("key",))),
        ("insort insort_left insort_right",
         Known(Does.CHANGES_FIRST, Gives.ATOM, calls=("key",))),
    ),
    **within("array", ("array", pure(Gives.HOLDS, None, "array.array"))),
    **within("copy", ("copy", HOLDS), ("deepcopy", replace(NEW, changes=(1, "memo")))),
    **within(
        "xml.etree.ElementTree",
        ("fromstring", pure(Gives.NEW, None, "xml.etree.ElementTree.Element")),
        ("Element", pure(Gives.HOLDS, None, "xml.etree.ElementTree.Element")),
        ("tostring", ATOM),
    ),
    **within("types", ("SimpleNamespace", HOLDS), ("MappingProxyType", SAME)),
    **within("typing", ("cast", SAME)),
    **within(
        "dataclasses",
        ("asdict astuple", calling(Gives.NEW, "dict_factory", "tuple_factory")),
        ("fields", OTHERS),
        ("is_dataclass", BOOL),
    ),
    **within(
        "contextlib",
        ("suppress", NEW),
        ("nullcontext", HOLDS),
        ("closing", Known(Does.CHANGES_FIRST, Gives.HOLDS, methods=("close",))),
    ),
    **within("io", ("StringIO", pure(Gives.NEW, None, "io.StringIO")),
             ("BytesIO", pure(Gives.NEW, None, "io.BytesIO")),
             ("BufferedReader BufferedWriter TextIOWrapper", SAME)),
    **within("graphlib", ("TopologicalSorter", HOLDS)),
    **within("random", ("Random", pure(Gives.NEW, None, "random.Random"))),
    **within("secrets", ("choice", ELEMENT), ("randbelow randbits", INT),
             ("token_bytes token_hex token_urlsafe", ATOM)),
    **within("uuid", ("UUID uuid3 uuid4 uuid5", ATOM)),
    **within("ipaddress", ("ip_address ip_interface ip_network", NEW)),
}  # fmt: skip

_TIMES: Final = {
    **within(
        "time",
        ("asctime ctime strftime", STR),
        ("gmtime localtime strptime", ATOM),
        ("mktime monotonic perf_counter process_time thread_time time", FLOAT),
        ("monotonic_ns perf_counter_ns process_time_ns time_ns", INT),
        ("sleep", ATOM),
        ("tzset", STATE),
    ),
    **within(
        "datetime",
        *(
            (name, pure(Gives.ATOM, None, f"datetime.{name}"))
            for name in "date datetime time timedelta timezone".split()
        ),
    ),
    **within(
        "datetime.datetime",
        (
            "combine fromisocalendar fromisoformat fromordinal fromtimestamp now strptime today "
            "utcfromtimestamp utcnow",
            pure(Gives.ATOM, None, "datetime.datetime"),
        ),
    ),
    **within(
        "datetime.date",
        (
            "fromisocalendar fromisoformat fromordinal fromtimestamp today",
            pure(Gives.ATOM, None, "datetime.date"),
        ),
    ),
    **within("datetime.time", ("fromisoformat", pure(Gives.ATOM, None, "datetime.time"))),
    **within("zoneinfo", ("ZoneInfo", SAME)),
    **within("calendar", ("isleap", BOOL), ("leapdays monthrange timegm weekday", ATOM)),
}

DATE_PARTS: Final = frozenset(
    "year month day hour minute second microsecond nanosecond tzinfo fold".split()
)
"""The keywords of a date's ``replace``, which no other ``replace`` has."""

_TRACES: Final = Known(Does.NOTHING, Gives.NEW, methods=("__str__",), traces=True)

_FOLLOWED: Final = replace(BOOL, followed=True)
_PATH: Final = f"pathlib.{type(pathlib.Path()).__name__}"
_FILES: Final = {
    **within("pathlib", *((name, pure(Gives.ATOM, None, f"pathlib.{name}"))
                          for name in ("PosixPath", "PurePosixPath", "PureWindowsPath"))),
    **within("pathlib", ("Path Path.cwd Path.home", pure(Gives.ATOM, None, _PATH)),
             ("PurePath", ATOM)),
    **within(
        "os.path",
        ("abspath basename commonpath commonprefix dirname expanduser expandvars join normpath "
         "realpath relpath", ATOM),
        ("exists isdir isfile", _FOLLOWED),
        ("isabs islink ismount lexists samefile", BOOL),
        ("getatime getctime getmtime", FLOAT),
        ("getsize", INT),
        ("split splitdrive splitext", ATOM),
        ("normcase", ATOM),
    ),
    **within(
        "os",
        ("getenv", VALUE),
        ("getcwd cpu_count fspath getpid getppid stat urandom", ATOM),
        ("listdir", STRINGS),
        ("scandir walk", NEW),
        ("chdir putenv unsetenv umask nice", STATE),
        ("makedirs mkdir", WRITES),
    ),
    **within("glob", ("glob", STRINGS), ("iglob", NEW), ("escape", ATOM)),
    **within("fnmatch", ("fnmatch fnmatchcase", BOOL), ("filter", HOLDS), ("translate", STR)),
    # How large an object is shows how it was made: a copy of a list or a dict is smaller.
    # The recursion limit makes up for the frames around a body.
    **within("sys", ("getrecursionlimit getsizeof", UNKNOWN),
             ("intern getdefaultencoding", STR)),
    **within(
        "traceback",
        ("format_exc", replace(_TRACES, gives=Gives.ATOM, type=str)),
        ("format_exception format_exception_only format_tb format_list extract_tb", _TRACES),
        ("print_exc print_exception print_tb",
         replace(_TRACES, does=Does.PRINTS, gives=Gives.ATOM)),
    ),
    **within("sys", ("exc_info exception", replace(_TRACES, gives=Gives.OTHERS))),
    **within("warnings", ("warn", Known(Does.PRINTS, Gives.ATOM))),
}  # fmt: skip

_CHANGES_OUTSIDE: Final = frozenset(
    """os posix nt shutil subprocess socket ssl select sqlite3 tempfile shelve dbm urllib http
    ftplib smtplib imaplib poplib telnetlib xmlrpc logging webbrowser zipfile tarfile gzip bz2 lzma
    fileinput mmap fcntl io codecs pickle pathlib""".split()
)
"""Standard modules whose other functions act outside the process."""

_CHANGES_STATE: Final = frozenset(
    """sys gc signal locale threading multiprocessing asyncio concurrent warnings faulthandler
    resource atexit tracemalloc importlib calendar contextvars decimal random readline
    cProfile profile trace pdb site""".split()
)
"""Standard modules whose other functions change or read the state of the process."""

_COUNTER: Final = table(
    ("copy elements most_common", HOLDS),
    ("total", VALUE),
    ("subtract update clear", CHANGES),
    ("keys values items", HOLDS),
    ("get", ELEMENT),
    ("pop setdefault", CHANGES_ELEMENT),
    ("popitem", CHANGES_SAME),
)
_MAPPING: Final = table(
    ("copy keys values items", HOLDS),
    ("get", ELEMENT),
    ("update clear", CHANGES),
    ("pop setdefault", CHANGES_ELEMENT),
    ("popitem", CHANGES_SAME),
)
_FILE: Final = table(
    ("close flush seek truncate write writelines", CHANGES),
    ("read readline readlines", CHANGES_SAME),
    ("isatty readable seekable writable", BOOL),
    ("tell", ATOM),
)
_RANDOM: Final = table(
    (
        "betavariate binomialvariate expovariate gammavariate gauss getrandbits lognormvariate "
        "normalvariate paretovariate randbytes randint random randrange triangular "
        "uniform vonmisesvariate weibullvariate",
        CHANGES,
    ),
    ("seed setstate", Known(Does.CHANGES_SELF, Gives.ATOM, reseeds=True)),
    ("choice", Known(Does.CHANGES_SELF, Gives.PICKS)),
    ("choices sample", Known(Does.CHANGES_SELF, Gives.HOLDS)),
    ("shuffle", Known(Does.CHANGES_SELF, Gives.ATOM, changes=(0, "x"))),
    ("getstate", ATOM),
)


def _given(kind: str) -> Known:
    return pure(Gives.ATOM, None, f"datetime.{kind}")


_DATE: Final = table(
    ("ctime isoformat strftime", STR),
    ("isoweekday toordinal weekday", INT),
    ("isocalendar timetuple", ATOM),
    ("replace", _given("date")),
)

_METHODS: Final[dict[str, Table]] = {
    "datetime.date": _DATE,
    "datetime.datetime": _DATE
    | table(
        ("astimezone replace", _given("datetime")),
        ("date", _given("date")),
        ("time timetz", _given("time")),
        ("timestamp", FLOAT),
        ("utctimetuple", ATOM),
    ),
    "datetime.time": table(("isoformat strftime", STR), ("replace", _given("time"))),
    "datetime.timedelta": table(("total_seconds", FLOAT)),
    "decimal.Decimal": table(
        ("normalize quantize to_integral_value", pure(Gives.ATOM, None, "decimal.Decimal"))
    ),
    "collections.deque": table(
        ("copy", HOLDS),
        ("index count", INT),
        ("append appendleft clear extend extendleft insert remove reverse rotate", CHANGES),
        ("pop popleft", CHANGES_ELEMENT),
    ),
    "collections.Counter": _COUNTER,
    "collections.OrderedDict": _MAPPING | table(("move_to_end", CHANGES)),
    "collections.defaultdict": _MAPPING,
    "array.array": table(
        ("append byteswap extend frombytes fromlist insert remove reverse", CHANGES),
        ("pop", Known(Does.CHANGES_SELF, Gives.ATOM)),
        ("index count", INT),
        ("tobytes", BYTES),
        ("tolist", NEW),
    ),
    "io.StringIO": _FILE | table(("getvalue", STR)),
    "io.BytesIO": _FILE | table(("getvalue", BYTES), ("getbuffer", SAME)),
    "io.TextIOWrapper": _FILE,
    "io.BufferedReader": _FILE,
    "io.BufferedWriter": _FILE,
    "re.Match": table(
        ("end start", INT),
        ("group groups span", ATOM),
        ("groupdict", NEW),
        ("expand", ATOM),
    ),
    "re.Pattern": table(
        ("match search fullmatch finditer", HOLDS),
        ("findall split", NEW),
        ("sub subn", Known(Does.NOTHING, Gives.ATOM, calls=(0, "repl"))),
    ),
    "string.Template": table(("safe_substitute substitute", STR)),
    "random.Random": _RANDOM,
    "_hashlib.HASH": _HASH,
    "_blake2.blake2b": _HASH,
    "_blake2.blake2s": _HASH,
    "operator.itemgetter": table(("__call__", SAME)),
    "operator.attrgetter": table(("__call__", SAME)),
    "difflib.SequenceMatcher": table(
        ("get_matching_blocks get_opcodes quick_ratio ratio real_quick_ratio set_seq1 set_seq2 "
         "set_seqs", CHANGES_SAME),
    ),
    "difflib.Differ": table(("compare", HOLDS)),
    "xml.etree.ElementTree.Element": table(
        ("append clear extend insert set", CHANGES),
        ("find findall findtext get items iter iterfind itertext keys", SAME),
    ),
    "_csv.Writer": table(("writerow writerows", CHANGES)),
    "csv.DictWriter": table(("writeheader writerow writerows", CHANGES)),
}  # fmt: skip

REGISTER: Final = Register({**_NUMBERS, **_TEXTS, **_CONTAINERS, **_TIMES, **_FILES}, _METHODS)


def of_standard(function: Any, library: str) -> Known:
    """What is known of a function or class of the standard library."""
    known = REGISTER.function(function)
    if known is not None:
        return known
    if isinstance(function, type) and issubclass(function, BaseException):
        return HOLDS
    module = (getattr(function, "__module__", None) or library).partition(".")[0].lstrip("_")
    if module in _CHANGES_OUTSIDE:
        return OUTSIDE
    if module in _CHANGES_STATE:
        return STATE
    return UNKNOWN


def _paths() -> Table:
    result = pure(Gives.ATOM, None, "pathlib.PosixPath")
    return table(
        ("absolute expanduser joinpath readlink relative_to resolve with_name with_stem "
         "with_suffix", result),
        ("as_posix as_uri group owner read_text", STR),
        ("read_bytes", BYTES),
        ("exists is_dir is_file", _FOLLOWED),
        ("is_absolute is_block_device is_char_device is_fifo is_mount "
         "is_relative_to is_reserved is_socket is_symlink match samefile", BOOL),
        ("lstat stat", ATOM),
        ("glob iterdir rglob", NEW),
        ("mkdir", WRITES),
        ("chmod hardlink_to lchmod link_to open rename replace rmdir symlink_to touch "
         "unlink", OUTSIDE),
        ("write_bytes write_text", Known(Does.WRITES, Gives.ATOM, type=int)),
    )  # fmt: skip


PATHS: Final = _paths()
"""Methods of paths: those that look at files at most, and those that change them."""


def is_standard(library: str) -> bool:
    """Whether a top-level package belongs to the standard library."""
    return library in sys.stdlib_module_names
