"""NumPy. What stands nowhere is unknown.

`COPY` is claimed only of what shares no memory with its arguments; what may give a view, or the
argument itself, is `SAME`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from nbparallel.analysis.knowledge.register import Register
from nbparallel.analysis.knowledge.vocabulary import (
    ATOM,
    BOOL,
    BYTES,
    CHANGES,
    COPY,
    HOLDS,
    INT,
    NEW,
    NUMBER,
    OUTSIDE,
    SAME,
    STATE,
    STR,
    UNKNOWN,
    VALUE,
    WRITES,
    Does,
    Gives,
    Known,
    Table,
    calling,
    giving_back,
    pure,
    table,
    within,
)

_ARRAY: Final = pure(Gives.COPY, None, "numpy.ndarray")

_UFUNCS: Final = """abs absolute acos acosh add arccos arccosh arcsin arcsinh arctan arctan2
    arctanh asin asinh atan atan2 atanh bitwise_and bitwise_count bitwise_invert bitwise_left_shift
    bitwise_not bitwise_or bitwise_right_shift bitwise_xor cbrt ceil conj conjugate copysign cos
    cosh deg2rad degrees divide divmod equal exp exp2 expm1 fabs float_power floor floor_divide
    fmax fmin fmod frexp gcd greater greater_equal heaviside hypot invert isfinite isinf isnan
    isnat lcm ldexp left_shift less less_equal log log10 log1p log2 logaddexp logaddexp2
    logical_and logical_not logical_or logical_xor matmul matvec maximum minimum mod modf multiply
    negative nextafter not_equal positive pow power rad2deg radians reciprocal remainder right_shift
    rint sign signbit sin sinh spacing sqrt square subtract tan tanh true_divide trunc vecdot
    vecmat"""

_REDUCTIONS: Final = """all amax amin any argmax argmin average count_nonzero cov corrcoef
    cumprod cumsum cumulative_prod cumulative_sum dot inner max mean median min nanargmax nanargmin
    nancumprod nancumsum nanmax nanmean nanmedian nanmin nanpercentile nanprod nanquantile
    nansum nanvar percentile prod ptp quantile sum tensordot trace trapezoid var vdot"""

_NEW_ARRAYS: Final = """allclose angle append argpartition argsort argwhere array_equal
    array_equiv bincount block choose clip column_stack compress concat concatenate convolve
    copy correlate cross delete digitize dstack ediff1d extract fix flatnonzero
    gradient hstack i0 insert interp
    intersect1d isclose iscomplex isin isneginf isposinf isreal kron lexsort nonzero
    outer packbits pad partition poly polyadd polydiv polyfit polymul polysub polyval
    ravel_multi_index repeat resize roll roots searchsorted select setdiff1d setxor1d sinc
    sort sort_complex stack take take_along_axis tile tril triu union1d unique unique_all
    unique_counts unique_inverse unique_values unpackbits unravel_index unwrap vander vstack where
    nan_to_num busday_count busday_offset is_busday datetime_as_string diagflat mask_indices
    """

_METHODS_OF_OBJECTS: Final = """arccos arccosh arcsin arcsinh arctan arctan2 arctanh cbrt conjugate
    cos cosh deg2rad degrees exp exp2 expm1 fabs fmod hypot log log10 log1p log2 rad2deg radians
    rint sin sinh sqrt tan tanh"""
"""Ufuncs that call the method of their name of each element, where those are Python objects."""

_ROOT: Final = ("sqrt", "conjugate")  # of objects, a standard deviation is taken by their methods

_VIEWS: Final = """array_split asanyarray asarray asarray_chkfinite ascontiguousarray
    asfortranarray asmatrix astype atleast_1d atleast_2d atleast_3d broadcast_arrays broadcast_to
    diag diagonal dsplit einsum expand_dims flip fliplr flipud frombuffer hsplit imag ix_
    matrix_transpose moveaxis nditer permute_dims ravel real real_if_close require
    reshape rollaxis rot90 split squeeze swapaxes transpose trim_zeros unstack vsplit
    lib.stride_tricks.as_strided lib.stride_tricks.sliding_window_view linalg.diagonal
    linalg.matrix_transpose apply_over_axes meshgrid polyder bmat matrix rec.array rec.fromarrays
    ma.array ma.asarray ma.masked_array ma.masked_where ma.masked_invalid ma.masked_equal ma.getdata
    ma.getmask ma.masked_values ma.masked_less ma.masked_greater from_dlpack recarray
    linalg.multi_dot linalg.matrix_power"""

_SEEDED: Final = "random.Generator random.PCG64 random.PCG64DXSM random.Philox random.MT19937"

_FUNCTIONS: Final = {
    **within(
        "numpy",
        (_UFUNCS, NUMBER),
        (_REDUCTIONS, COPY),
        ("std nanstd", replace(COPY, methods=_ROOT)),
        ("around round", replace(COPY, methods=("rint",))),
        ("diff", giving_back("n", "a")),
        ("polyint", giving_back("m", "p")),
        ("histogram histogram2d histogram_bin_edges histogramdd", giving_back("bins")),
        (_NEW_ARRAYS, COPY),
        (_VIEWS, SAME),
        ("array", _ARRAY),
        ("arange bartlett blackman eye empty full geomspace hamming hanning identity "
         "kaiser logspace ones tri zeros", _ARRAY),
        ("indices", replace(_ARRAY, unless=("sparse",))),
        ("linspace", replace(_ARRAY, unless=("retstep",))),
        ("empty_like full_like ones_like zeros_like diag_indices diag_indices_from tril_indices "
         "tril_indices_from triu_indices triu_indices_from fromstring", COPY),
        ("fromiter ndenumerate", HOLDS),
        ("genfromtxt", Known(Does.NOTHING, Gives.NEW, calls=("converters",),
                             methods=("read", "readline"), unless=("excludelist",))),
        ("loadtxt fromfile fromregex load",
         Known(Does.NOTHING, Gives.NEW, calls=("converters",), methods=("read", "readline"))),
        ("array2string", replace(STR, calls=("formatter",))),
        ("array_repr array_str base_repr binary_repr format_float_positional "
         "format_float_scientific typename", STR),
        ("can_cast iscomplexobj isfortran isrealobj isscalar issubdtype iterable "
         "isdtype", BOOL),
        ("may_share_memory shares_memory", UNKNOWN),  # an item and a name are two copies there
        ("ndim size", INT),
        ("shape broadcast_shapes", ATOM),
        ("mintypecode", VALUE),
        ("common_type datetime_data min_scalar_type promote_types result_type "
         "finfo iinfo dtype geterr get_printoptions", HOLDS),
        ("copyto place put put_along_axis putmask fill_diagonal",
         Known(Does.CHANGES_FIRST, Gives.ATOM, changes=("dst", "arr", "a", "x"))),
        ("save savez savez_compressed", WRITES),
        ("savetxt memmap", OUTSIDE),
        ("set_printoptions setbufsize seterr seterrcall", STATE),
        ("apply_along_axis", calling(Gives.HOLDS, 0, "func1d")),
        ("piecewise", calling(Gives.HOLDS, 2, "funclist")),
        ("fromfunction", calling(Gives.HOLDS, 0, "function")),
        ("vectorize frompyfunc", calling(Gives.HOLDS, 0, "pyfunc")),
        ("errstate printoptions", HOLDS),
        ("poly1d", HOLDS),
        ("ndindex", HOLDS),
        ("bool bool_ bytes_ complex64 complex128 datetime64 float16 float32 float64 int8 int16 "
         "int32 int64 intp str_ timedelta64 uint8 uint16 uint32 uint64 uintp longdouble", VALUE),
    ),
    **within(
        "numpy.linalg",
        ("cholesky cond det eig eigh eigvals eigvalsh inv lstsq matrix_norm "
         "matrix_rank norm pinv qr slogdet solve svd svdvals tensorinv tensorsolve vector_norm "
         "cross matmul outer tensordot trace vecdot", COPY),
    ),
    **within(
        "numpy.fft",
        ("fft fft2 fftfreq fftn fftshift hfft ifft ifft2 ifftn ifftshift ihfft irfft irfft2 "
         "irfftn rfft rfft2 rfftfreq rfftn", COPY),
    ),
    **within(
        "numpy.polynomial",
        ("Chebyshev Hermite HermiteE Laguerre Legendre Polynomial", SAME),
        ("polynomial.polyfit polynomial.polyval polynomial.polyroots polynomial.polymul "
         "chebyshev.chebfit chebyshev.chebval legendre.leggauss legendre.legval "
         "hermite.hermgauss chebyshev.chebgauss", COPY),
    ),
    **within(
        "numpy.char",
        ("add capitalize center count endswith find isalpha isdigit lower lstrip multiply "
         "replace rstrip startswith str_len strip title upper zfill", COPY),
    ),
    **within(
        "numpy.random",
        ("default_rng Generator", pure(Gives.SAME, None, "numpy.random.Generator")),
        ("RandomState", pure(Gives.SAME, None, "numpy.random.RandomState")),
        ("SeedSequence PCG64 PCG64DXSM Philox MT19937 SFC64", HOLDS),
        ("get_state", Known(Does.DRAWS, Gives.NEW)),
        ("beta binomial bytes chisquare choice dirichlet exponential f gamma geometric gumbel "
         "hypergeometric laplace logistic lognormal logseries multinomial multivariate_normal "
         "negative_binomial noncentral_chisquare noncentral_f normal pareto permutation poisson "
         "power rand randint randn random random_integers random_sample ranf rayleigh sample "
         "standard_cauchy standard_exponential standard_gamma standard_normal "
         "standard_t triangular uniform vonmises wald weibull zipf",
         Known(Does.DRAWS, Gives.HOLDS)),
        ("seed set_state", Known(Does.DRAWS, Gives.HOLDS, reseeds=True)),
        ("shuffle", Known(Does.DRAWS, Gives.ATOM, changes=(0, "x"))),
    ),
}  # fmt: skip

_NDARRAY: Final = table(
    ("all any argmax argmin argpartition argsort choose clip compress copy cumprod cumsum "
     "flatten max mean min nonzero prod repeat searchsorted sum take tolist trace var",
     COPY),
    ("std", replace(COPY, methods=_ROOT)),
    ("round", replace(COPY, methods=("rint",))),
    ("dot", SAME),
    # A real array's conjugate is the array; and there may be an array for the result.
    ("conj conjugate", Known(Does.NOTHING, Gives.SAME, changes=(0,))),
    ("astype diagonal ravel reshape squeeze swapaxes transpose view item getfield", SAME),
    ("byteswap", COPY),
    ("tobytes dumps", BYTES),
    ("fill partition put resize setfield setflags sort", CHANGES),
    ("dump tofile", OUTSIDE),
)  # fmt: skip

_DRAWN: Final = """beta binomial chisquare dirichlet exponential f gamma geometric gumbel
    hypergeometric laplace logistic lognormal logseries multinomial multivariate_normal
    negative_binomial noncentral_chisquare noncentral_f normal pareto poisson power rayleigh
    standard_cauchy standard_exponential standard_gamma standard_normal standard_t triangular
    uniform vonmises wald weibull zipf random bytes"""

_CHANGES_NEW: Final = Known(Does.CHANGES_SELF, Gives.NEW)
_CHANGES_COPY: Final = Known(Does.CHANGES_SELF, Gives.COPY)
_SHUFFLES: Final = Known(Does.CHANGES_SELF, Gives.ATOM, changes=(0, "x"))

_METHODS: Final[dict[str, Table]] = {
    "numpy.ndarray": _NDARRAY,
    "numpy.matrix": _NDARRAY,
    "numpy.ufunc": table(
        ("accumulate outer reduce reduceat", COPY),
        ("at", Known(Does.CHANGES_FIRST, Gives.ATOM)),
        ("__call__", UNKNOWN),  # a ufunc of NumPy's stands among the functions
    ),
    "numpy.poly1d": table(("__call__", COPY), ("deriv integ", SAME)),  # of order 0 it is itself
    "numpy.polynomial._polybase.ABCPolyBase+": table(
        ("__call__ deriv integ roots degree linspace", COPY), ("copy", HOLDS)
    ),
    "numpy.vectorize": table(("__call__", UNKNOWN)),
    "numpy.errstate": {},
    "numpy.random.Generator": table(
        (f"{_DRAWN} integers multivariate_hypergeometric spawn", _CHANGES_NEW),
        ("choice permutation permuted", _CHANGES_COPY),
        ("shuffle", _SHUFFLES),
    ),
    "numpy.random.RandomState": table(
        (f"{_DRAWN} rand randint randn random_integers random_sample tomaxint", _CHANGES_NEW),
        ("seed set_state", Known(Does.CHANGES_SELF, Gives.NEW, reseeds=True)),
        ("choice permutation", _CHANGES_COPY),
        ("shuffle", _SHUFFLES),
        ("get_state", NEW),
    ),
    "numpy.random.SeedSequence": table(
        ("generate_state", COPY), ("spawn", Known(Does.CHANGES_SELF, Gives.NEW))
    ),
}  # fmt: skip

for _name in _METHODS_OF_OBJECTS.split():
    _FUNCTIONS[f"numpy.{_name}"] = replace(NUMBER, methods=(_name,))

REGISTER: Final = Register(_FUNCTIONS, _METHODS)

SCALAR: Final = frozenset(
    """all any argmax argmin astype ceil clip conj conjugate item max mean min prod ptp round std
    sum tolist trace var as_integer_ratio is_integer bit_count hex""".split()
)
"""Methods by which a NumPy scalar gives an immutable value."""
