"""Arguments to try the tables with: a small pool for each library, and examples where it is not enough."""

from __future__ import annotations

import collections
import csv
import dataclasses
import datetime
import decimal
import difflib
import fractions
import hashlib
import importlib
import io
import operator
import pathlib
import random
import re
import string
import uuid
from array import array
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from dateutil.relativedelta import relativedelta
from scipy import interpolate, linalg, signal, sparse, spatial, stats
from scipy.cluster import hierarchy
from sklearn.linear_model import Ridge
from sklearn.tree import DecisionTreeClassifier

from tests.analysis import examples_libraries
from tests.analysis.trying import Keywords


@dataclasses.dataclass
class Point:
    """Hold a list."""

    place: list[int] = dataclasses.field(default_factory=lambda: [1])


def square(x: Any) -> Any:
    """Give something that a minimiser likes."""
    return float(np.sum(np.asarray(x) ** 2)) - 0.5


def _copies(line: Any, out: Any) -> None:
    out[:] = line


def _frame() -> pd.DataFrame:
    return pd.DataFrame({"a": [3.0, 1.0, 2.0], "b": [1.5, 2.5, 0.5]}, index=[2, 0, 1])


def _spd() -> np.ndarray:
    return np.array([[2.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 4.0]])


def _features() -> np.ndarray:
    return np.array([[2.0, 1.0], [1.0, 3.0], [0.0, 1.0], [1.0, 2.0], [3.0, 3.0], [2.0, 0.0]])


POOLS: dict[str, Callable[[], list[Any]]] = {
    "numpy": lambda: [np.array([3.0, 1.0, 2.0]), _spd(), np.array([2, 0, 1]), 2, 1.5, "b", [3, 1]],
    "pandas": lambda: [_frame(), _frame()["a"], pd.Series(["x", "y"]), 2, "a", ["a", "b"], {"a": [1]},
                       "2020-01-01"],
    "scipy": list,  # unsuitable arguments have been seen to crash it
    "sklearn": lambda: [_features(), np.array([0, 1, 0, 1, 1, 0]), np.array([0, 1, 1, 1, 0, 0]),
                        np.array([0.1, 0.9, 0.3, 0.6, 0.8, 0.2]), Keywords(random_state=0)],
    "standard": lambda: ["ab", 2, 1.5, b"xyz", [3, 1, 2], "2020-01-02", {"a": 1}, ["b", "a"], len],
    **examples_libraries.POOLS,
}  # fmt: skip


_MODULES = """ast bz2 datetime gzip io lzma operator random time uuid zlib""".split()


def names() -> dict[str, Any]:
    """Make the names that examples use."""
    return {
        **{name: importlib.import_module(name) for name in _MODULES},
        "__file__": __file__,
        "np": np,
        "pd": pd,
        "stats": stats,
        "sparse": sparse,
        "signal": signal,
        "linalg": linalg,
        "spatial": spatial,
        "hierarchy": hierarchy,
        "interpolate": interpolate,
        "Ridge": Ridge,
        "tree": DecisionTreeClassifier,
        "_plane": _plane,
        "given": lambda *args, **words: (*args, Keywords(words)) if words else args,
        "a": np.array([3.0, 1.0, 2.0]),
        "i": np.array([2, 0, 1]),
        "m": _spd(),
        "X": _features(),
        "y": np.array([0, 1, 0, 1, 1, 0]),
        "x4": np.array([1.0, 2.0, 3.0, 4.0]),
        "y4": np.array([3.0, 1.0, 2.0, 5.0]),
        "df": _frame(),
        "s": _frame()["a"],
        "text": pd.Series(["x-1", "y-2", None]),
        "times": pd.Series(pd.to_datetime(["2020-01-01", "2021-02-03"])),
        "days": np.array(["2020-01-02"], "datetime64[D]"),
        "rng": np.random.default_rng(0),
        "f": square,
        "cosine": lambda x: np.sum(np.cos(x)) - 0.5,
        "statistic_of": lambda x, y, axis: np.mean(x, axis=axis) - np.mean(y, axis=axis),
        "line": lambda x, p, q: p * x + q,
        "three": lambda x, y, z: x * y * z,
        "decay": lambda y, t: -y,
        "decays": lambda t, y: -y,
        "ends": lambda x, y: np.vstack([y[1], -y[0]]),
        "bounds": lambda left, right: np.array([left[0], right[0] - 1]),
        "copies": _copies,
        "doubled": sparse.csr_array(
            (np.ones(3), np.array([1, 1, 0]), np.array([0, 3])), shape=(1, 3)
        ),
        "point": Point,
        "wave": np.sin(np.arange(64.0)),
        "plane": _plane(),
        **examples_libraries.NAMES,
    }


def given(text: str) -> tuple[Any, ...]:
    """Evaluate the arguments of an example, each time anew."""
    made: tuple[Any, ...] = eval(f"given({text}", names())
    return made


def _parsed(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = collections.defaultdict(list)
    for line in filter(None, map(str.strip, text.splitlines())):
        if "|" in line:
            module, places, arguments = map(str.strip, line.split("|"))
            for name in places.split():
                found[f"{module}.{name}"].append(arguments)
        else:
            place, _, arguments = line.partition("(")
            found[place].append(arguments)
    return dict(found)


EXAMPLES = _parsed(
    """
    numpy.isnat(days)
    numpy.digitize(a, x4)
    numpy.insert(a, 1, 5.0)
    numpy.interp(1.5, x4, y4)
    numpy.polyfit(x4, y4, 1)
    numpy.unpackbits(np.array([3], np.uint8))
    numpy.busday_count(days, days)
    numpy.busday_offset(days, 1)
    numpy.is_busday(days)
    numpy.datetime_as_string(days)
    numpy.mask_indices(3, np.triu)
    numpy.dsplit(np.zeros((2, 2, 2)), 2)
    numpy.moveaxis(m, 0, 1)
    numpy.reshape(m, 9)
    numpy.rollaxis(m, 1)
    numpy.swapaxes(m, 0, 1)
    numpy.apply_over_axes(np.sum, m, 0)
    numpy.linalg.multi_dot([m, m])
    numpy.fromstring('1 2', sep=' ')
    numpy.loadtxt(['1 2', '3 4'])
    numpy.genfromtxt(['1 2', '3 4'])
    numpy.isdtype(np.dtype(float), 'numeric')
    numpy.datetime_data(np.dtype('M8[D]'))
    numpy.place(a, a > 1, [0.0])
    numpy.put(a, [0], [5.0])
    numpy.put_along_axis(a, i, 7.0, 0)
    numpy.putmask(a, a > 1, 9.0)
    numpy.copyto(a, 5.0)
    numpy.fill_diagonal(m, 7.0)
    numpy.apply_along_axis(np.sort, 0, m)
    numpy.piecewise(a, [a > 1], [lambda v: v * 2, 0.0])
    numpy.fromfunction(lambda r, c: r + c, (2, 2))
    numpy.frompyfunc(len, 1, 1)
    numpy.linalg.tensorinv(np.eye(4).reshape(2, 2, 2, 2))
    numpy.polynomial.polynomial.polyfit(x4, y4, 1)
    numpy.polynomial.chebyshev.chebfit(x4, y4, 1)
    numpy.char.replace('aba', 'a', 'c')
    numpy.random.Generator(np.random.PCG64(0))
    numpy.random.geometric(0.5)
    numpy.random.hypergeometric(3, 3, 2)
    numpy.random.logseries(0.5)
    numpy.random.noncentral_f(2, 3, 1)
    numpy.random.set_state(np.random.get_state())
    numpy.random.triangular(0, 1, 2)
    numpy.random.shuffle(a)
    numpy.einsum('ij->ji', m)
    numpy.astype(a, int)
    numpy.matrix_power(m, 1)
    numpy.linalg.matrix_power(m, 1)
    numpy.linalg.matrix_power(m, 2)
    numpy.where(a > 1, a, 0.0)
    numpy.where(a > 1)
    numpy.select([a > 1], [a])
    numpy.clip(a, 1, 2)
    numpy.concatenate([a, a])
    numpy.concatenate([a])
    numpy.vstack([a])
    numpy.hstack([a])
    numpy.stack([a])
    numpy.take_along_axis(a, i, 0)
    numpy.quantile(m, 0.5, 0)
    numpy.percentile(m, [50, 25], 0)
    numpy.nan_to_num(a)
    numpy.repeat(a, 1)
    numpy.tile(a, 1)
    numpy.roll(a, 0)
    numpy.pad(a, 0)
    numpy.delete(a, [])
    numpy.resize(a, 3)
    numpy.meshgrid(a, x4)
    numpy.round(a)
    numpy.round(i)
    numpy.around(i)
    numpy.unwrap(a)
    numpy.block([[m]])
    numpy.tril(m)
    numpy.cov(m)
    numpy.convolve(a, [1.0])
    numpy.fromiter([1, 2], int)
    numpy.lexsort((a, a))
    numpy.choose(i, [a, a, a])
    numpy.dtype(float)
    numpy.load(io.BytesIO(b''.join([b'\\x93NUMPY\\x01\\x00v\\x00', b"{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }".ljust(117), b'\\n', b'\\x00' * 8])))
    numpy.fromregex(io.BytesIO(b'a1'), 'a(.)', [('n', int)])

    pandas.MultiIndex([[1, 2]], [[0, 1]])
    pandas.MultiIndex.from_product([[1], [2]])
    pandas.MultiIndex.from_arrays([[1], [2]])
    pandas.IntervalIndex.from_breaks([1, 2])
    pandas.IntervalIndex([pd.Interval(0, 1)])
    pandas.PeriodIndex(['2020-01'], freq='M')
    pandas.infer_freq(pd.date_range('2020', periods=4))
    pandas.concat([df, df])
    pandas.concat([df])
    pandas.concat([s, s], axis=1).iloc
    pandas.merge(df, df, on='a')
    pandas.merge_asof(df.sort_values('a'), df.sort_values('a'), on='a')
    pandas.merge_ordered(df, df, on='a')
    pandas.from_dummies(pd.DataFrame({'a': [1, 0], 'b': [0, 1]}))
    pandas.lreshape(df, {'c': ['a', 'b']})
    pandas.pivot(df, index='a', columns='b')
    pandas.wide_to_long(pd.DataFrame({'A1': [1], 'A2': [2], 'id': [0]}), ['A'], i='id', j='k')
    pandas.pivot_table(df, index='a')
    pandas.get_option('display.width')
    pandas.read_csv(io.StringIO('a,b\\n1,2'))
    pandas.read_table(io.StringIO('a\\tb\\n1\\t2'))
    pandas.read_fwf(io.StringIO('a b\\n1 2'))
    pandas.read_json(io.StringIO('[{"a": 1}]'))
    pandas.melt(df)
    pandas.cut(s, 2)
    pandas.qcut(s, 2)
    pandas.to_datetime(['2020-01-01'])

    scipy.stats | anderson boxcox circmean circstd circvar cumfreq describe ecdf entropy expectile gmean gstd gzscore hmean iqr jarque_bera kstat kurtosis kurtosistest median_abs_deviation mode moment normaltest obrientransform rankdata relfreq sem shapiro skew skewtest tmax tmean tmin tsem tstd tvar variation yeojohnson zscore gaussian_kde | y4 * 1.0 + 1)
    scipy.stats | anderson | y4, 'norm', method='interpolate')
    scipy.stats | kurtosistest normaltest skewtest | np.arange(30.0) ** 2)
    scipy.stats | alexandergovern ansari bartlett brunnermunzel energy_distance f_oneway fligner kendalltau kruskal ks_2samp levene linregress mannwhitneyu median_test mood pearsonr pointbiserialr siegelslopes somersd spearmanr theilslopes ttest_ind ttest_rel tukey_hsd wasserstein_distance weightedtau wilcoxon zmap epps_singleton_2samp | np.arange(8.0), np.array([3.0, 1, 4, 1, 5, 9, 2, 6]))
    scipy.stats | power_divergence chisquare | [4.0, 4.0], [3.0, 5.0])
    scipy.stats | boxcox_llf | 1, y4)
    scipy.stats | pmean | y4, 2)
    scipy.stats | sigmaclip | y4)
    scipy.stats | trim_mean trimboth percentileofscore scoreatpercentile ttest_1samp | y4, 0.3)
    scipy.stats | trimboth trim_mean | y4, 0.0)
    scipy.stats | chi2_contingency fisher_exact boschloo_exact barnard_exact somersd | [[3, 2], [1, 4]])
    scipy.stats | combine_pvalues | [0.1, 0.2])
    scipy.stats | friedmanchisquare | [1, 2, 3], [2, 1, 3], [3, 2, 1])
    scipy.stats | page_trend_test | m)
    scipy.stats | kstest ks_1samp | y4, stats.norm.cdf)
    scipy.stats | binned_statistic | x4, y4, 'mean', 2)
    scipy.stats | binned_statistic_2d | x4, y4, x4, 'mean', 2)
    scipy.stats | bootstrap | (y4,), np.mean, n_resamples=9, method='percentile', rng=0)
    scipy.stats | permutation_test | (x4, y4), statistic_of, n_resamples=9, rng=0)
    scipy.stats | ttest_ind | x4, y4, method=None)
    scipy.optimize | bisect brenth brentq bracket ridder toms748 | f, 0.0, 3.0)
    scipy.optimize | approx_fprime | np.array([1.0, 2.0]), f)
    scipy.optimize | brent golden minimize_scalar | f)
    scipy.optimize | newton fixed_point fmin fmin_bfgs fmin_cg fmin_powell fsolve least_squares leastsq minimize root | cosine, np.array([0.5]))
    scipy.optimize | fmin fmin_bfgs fmin_cg fmin_powell | f, np.array([0.5]), disp=False)
    scipy.optimize | fmin_l_bfgs_b | f, np.array([0.5]), approx_grad=True)
    scipy.optimize | fminbound | f, -1.0, 1.0)
    scipy.optimize | direct differential_evolution dual_annealing | f, [(-1.0, 1.0)], maxiter=2)
    scipy.optimize | differential_evolution dual_annealing | f, [(-1.0, 1.0)], maxiter=2, rng=0)
    scipy.optimize | basinhopping | f, np.array([0.5]), niter=2, rng=0)
    scipy.optimize | root_scalar | f, bracket=(0.0, 3.0))
    scipy.optimize | curve_fit | line, x4, y4)
    scipy.optimize | linear_sum_assignment | m)
    scipy.optimize | linprog milp | np.array([1.0, 2.0]))
    scipy.optimize | lsq_linear nnls | m, a)
    scipy.optimize | rosen rosen_der | a)
    scipy.optimize | Bounds | a, a + 1)
    scipy.optimize | LinearConstraint | m, 0, 1)
    scipy.signal | bessel butter | 2, 0.3)
    scipy.signal | cheby1 | 2, 1.0, 0.3)
    scipy.signal | cheby2 | 2, 20.0, 0.3)
    scipy.signal | ellip | 2, 1.0, 20.0, 0.3)
    scipy.signal | buttord cheb1ord | 0.2, 0.4, 1.0, 20.0)
    scipy.signal | chirp | x4, 1.0, 2.0, 3.0)
    scipy.signal | coherence csd | wave, wave, nperseg=16)
    scipy.signal | convolve correlate fftconvolve oaconvolve deconvolve | y4, x4)
    scipy.signal | convolve2d correlate2d | m, m)
    scipy.signal | convolve | a, [1.0])
    scipy.signal | correlation_lags | 3, 4)
    scipy.signal | decimate | wave, 2)
    scipy.signal | detrend hilbert periodogram wiener medfilt argrelmax argrelmin find_peaks sawtooth square gausspulse | y4)
    scipy.signal | medfilt2d | m)
    scipy.signal | medfilt | y4, 1)
    scipy.signal | filtfilt lfilter | [1.0, 0.5], [1.0], wave)
    scipy.signal | lfilter | [1.0], [1.0], wave)
    scipy.signal | lfilter_zi | [1.0, 0.5], [1.0, 0.2])
    scipy.signal | firwin | 3, 0.4)
    scipy.signal | freqz group_delay tf2zpk | [1.0, 0.5], [1.0, 0.2])
    scipy.signal | get_window | 'hann', 4)
    scipy.signal | iirfilter | 2, 0.3, btype='low')
    scipy.signal | iirnotch | 0.3, 30.0)
    scipy.signal | stft spectrogram welch | wave, nperseg=16)
    scipy.signal | istft | np.ones((9, 3)) + 0j)
    scipy.signal | lombscargle | x4, y4, x4)
    scipy.signal | peak_prominences peak_widths | y4, [1])
    scipy.signal | resample | y4, 4)
    scipy.signal | resample_poly | y4, 1, 1)
    scipy.signal | upfirdn | [1.0], y4)
    scipy.signal | savgol_coeffs | 3, 1)
    scipy.signal | savgol_filter | y4, 3, 1)
    scipy.signal | savgol_filter | y4, 1, 0)
    scipy.signal | sosfilt sosfiltfilt | signal.butter(2, 0.3, output='sos'), wave)
    scipy.signal | sosfreqz | signal.butter(2, 0.3, output='sos'))
    scipy.signal | zpk2sos zpk2tf | [0.5], [0.2], 1.0)
    scipy.signal | argrelextrema | y4, np.greater)
    scipy.signal | windows.hann windows.hamming windows.blackman windows.boxcar windows.tukey | 4)
    scipy.signal | windows.gaussian windows.kaiser | 4, 1.0)
    scipy.ndimage | binary_closing binary_dilation binary_erosion binary_fill_holes binary_opening center_of_mass extrema label laplace maximum maximum_position mean median minimum minimum_position prewitt sobel spline_filter standard_deviation sum sum_labels variance distance_transform_edt distance_transform_cdt | m)
    scipy.ndimage | black_tophat gaussian_filter gaussian_filter1d gaussian_gradient_magnitude gaussian_laplace grey_closing grey_dilation grey_erosion grey_opening maximum_filter maximum_filter1d median_filter minimum_filter minimum_filter1d morphological_gradient uniform_filter uniform_filter1d white_tophat zoom rotate shift | m, 1)
    scipy.ndimage | rotate shift | m, 0)
    scipy.ndimage | gaussian_filter | m, 0)
    scipy.ndimage | percentile_filter rank_filter | m, 1, 2)
    scipy.ndimage | convolve correlate | m, np.ones((1, 1)))
    scipy.ndimage | convolve1d correlate1d | m, [1.0])
    scipy.ndimage | affine_transform | m, np.eye(2))
    scipy.ndimage | map_coordinates | m, [[0, 1], [1, 1]])
    scipy.ndimage | find_objects | np.array([[1, 0], [0, 2]]))
    scipy.ndimage | generate_binary_structure | 2, 1)
    scipy.ndimage | iterate_structure | np.ones((3, 3), bool), 1)
    scipy.ndimage | histogram | m, 0, 4, 2)
    scipy.ndimage | generic_filter | m, np.max, 1)
    scipy.ndimage | generic_filter1d | m, copies, 1)
    scipy.interpolate | Akima1DInterpolator CubicSpline InterpolatedUnivariateSpline KroghInterpolator PchipInterpolator UnivariateSpline interp1d make_interp_spline splrep | x4, y4)
    scipy.interpolate | CubicHermiteSpline | x4, y4, y4)
    scipy.interpolate | BSpline | x4, y4[:2], 1)
    scipy.interpolate | PPoly | np.ones((2, 3)), x4)
    scipy.interpolate | LSQUnivariateSpline | np.arange(9.0), np.arange(9.0), [4.0])
    scipy.interpolate | make_lsq_spline | np.arange(9.0), np.arange(9.0), [0.0] * 4 + [4.0] + [8.0] * 4)
    scipy.interpolate | make_smoothing_spline | np.arange(9.0), np.arange(9.0))
    scipy.interpolate | LinearNDInterpolator NearestNDInterpolator CloughTocher2DInterpolator RBFInterpolator | plane, x4)
    scipy.interpolate | griddata | plane, x4, plane)
    scipy.interpolate | RegularGridInterpolator | (x4, x4), np.ones((4, 4)))
    scipy.interpolate | interpn | (x4, x4), np.ones((4, 4)), plane + 1)
    scipy.interpolate | RectBivariateSpline | x4, x4, np.ones((4, 4)))
    scipy.interpolate | SmoothBivariateSpline | np.tile(np.arange(5.0), 5), np.repeat(np.arange(5.0), 5), np.arange(25.0))
    scipy.interpolate | pchip_interpolate krogh_interpolate | x4, y4, 1.5)
    scipy.interpolate | splev | 1.5, interpolate.splrep(x4, y4))
    scipy.interpolate | splint | 1.0, 2.0, interpolate.splrep(x4, y4))
    scipy.interpolate | sproot | interpolate.splrep(x4, y4))
    scipy.interpolate | splprep | [x4, y4])
    scipy.integrate | quad quad_vec fixed_quad | np.cos, 0.0, 1.0)
    scipy.integrate | dblquad | np.hypot, 0, 1, 0, 1)
    scipy.integrate | tplquad | three, 0, 1, 0, 1, 0, 1)
    scipy.integrate | nquad | np.hypot, [(0, 1), (0, 1)])
    scipy.integrate | odeint | decay, [1.0], x4)
    scipy.integrate | solve_ivp | decays, (0, 1), [1.0])
    scipy.integrate | solve_bvp | ends, bounds, x4, np.ones((2, 4)))
    scipy.integrate | cumulative_trapezoid simpson trapezoid | y4)
    scipy.integrate | cumulative_simpson | y4)
    scipy.integrate | romb | np.arange(5.0))
    scipy.integrate | newton_cotes | 2)
    scipy.spatial | ConvexHull Delaunay KDTree Voronoi cKDTree | plane)
    scipy.spatial | SphericalVoronoi | np.vstack([np.eye(3), -np.eye(3)]))
    scipy.spatial | distance_matrix minkowski_distance procrustes | plane, plane + [[0, 1]])
    scipy.spatial | transform.Rotation.from_euler | 'x', 1.0)
    scipy.spatial | transform.Rotation.from_matrix | np.eye(3))
    scipy.spatial | transform.Rotation.from_quat | [0, 0, 0, 1.0])
    scipy.spatial | transform.Rotation.from_rotvec | [0, 0, 1.0])
    scipy.spatial.distance | braycurtis canberra chebyshev cityblock correlation cosine euclidean minkowski sqeuclidean hamming | x4, y4)
    scipy.spatial.distance | dice jaccard rogerstanimoto russellrao yule | [True, False], [True, True])
    scipy.spatial.distance | jensenshannon | [0.5, 0.5], [0.1, 0.9])
    scipy.spatial.distance | directed_hausdorff | plane, plane)
    scipy.spatial.distance | mahalanobis | a, a + 1, m)
    scipy.spatial.distance | seuclidean | a, a + 1, [1.0, 1.0, 1.0])
    scipy.spatial.distance | squareform | np.array([1.0, 2.0, 3.0]))
    scipy.spatial.distance | cdist | plane, plane)
    scipy.spatial.distance | pdist | plane)
    scipy.sparse | bsr_array bsr_matrix coo_array coo_matrix csc_array csc_matrix csr_array csr_matrix dia_array dia_matrix dok_array dok_matrix issparse isspmatrix find tril triu | sparse.csr_matrix(m))
    scipy.sparse | bsr_array coo_array csc_array csr_array dia_array dok_array find tril triu | doubled)
    scipy.sparse | block_diag hstack vstack | [sparse.csr_matrix(m)])
    scipy.sparse | block_array bmat | [[sparse.csr_array(m)]])
    scipy.sparse | diags diags_array | [a], offsets=[0])
    scipy.sparse | eye eye_array identity | 3)
    scipy.sparse | kron | m, m)
    scipy.sparse | random | 3, 3, 0.5, rng=0)
    scipy.sparse | random_array | (3, 3), rng=0)
    scipy.linalg | block_diag circulant det eig eigh eigvals eigvalsh expm cosm hessenberg inv logm lu lu_factor ldl norm null_space orth pinv pinvh polar qr rq schur signm sinm sqrtm svd svdvals cholesky cho_factor toeplitz hankel | m)
    scipy.linalg | companion circulant | a)
    scipy.linalg | cho_solve | (m, True), a)
    scipy.linalg | lu_solve | linalg.lu_factor(m), a)
    scipy.linalg | dft helmert hilbert pascal | 3)
    scipy.linalg | hadamard | 4)
    scipy.linalg | eig_banded | np.ones((2, 3)))
    scipy.linalg | khatri_rao lstsq solve solve_continuous_lyapunov solve_discrete_lyapunov solve_triangular | m, m)
    scipy.linalg | solve_sylvester | m, m, m)
    scipy.linalg | leslie | [0.1, 2.0], [0.2])
    scipy.linalg | solve_banded | (0, 0), np.ones((1, 3)), a)
    scipy.linalg | solve_toeplitz | a, a)
    scipy.fft | dct dst fft fftshift hfft idct idst ifft ifftshift ihfft irfft rfft | a)
    scipy.fft | dctn fft2 fftn idctn ifft2 ifftn irfftn rfftn | m)
    scipy.fft | fftfreq rfftfreq next_fast_len | 4)
    scipy.special | airy digamma ellipe ellipk entr erf erfc erfcinv erfinv exp1 expi expit expm1 gamma gammaln i0 i1 j0 j1 k0 k1 log1p log_ndtr logit loggamma log_softmax logsumexp ndtr ndtri psi rgamma softmax y0 y1 factorial | 0.3)
    scipy.special | airy digamma ellipe ellipk entr erf erfc erfcinv erfinv exp1 expi expit expm1 gamma gammaln i0 i1 j0 j1 k0 k1 log1p log_ndtr logit loggamma log_softmax logsumexp ndtr ndtri psi rgamma softmax y0 y1 | a)
    scipy.special | factorial | 4)
    scipy.special | beta betaln binom boxcox gammainc gammaincc inv_boxcox iv jv kl_div kv poch rel_entr stdtr stdtrit xlog1py xlogy yv zeta | 1.0, 0.3)
    scipy.special | beta betaln binom boxcox gammainc gammaincc inv_boxcox iv jv kl_div kv poch rel_entr stdtr stdtrit xlog1py xlogy yv zeta | a, 0.3)
    scipy.special | betainc | 1.0, 2.0, 0.3)
    scipy.special | hyp2f1 | 1.0, 2.0, 3.0, 0.3)
    scipy.special | comb perm stirling2 | 4, 2)
    scipy.special | polygamma | 1, a)
    scipy.cluster | hierarchy.linkage vq.whiten | plane + [[0, 1]])
    scipy.cluster | hierarchy.cophenet hierarchy.cut_tree hierarchy.inconsistent hierarchy.leaves_list | hierarchy.linkage(plane))
    scipy.cluster | hierarchy.fcluster | hierarchy.linkage(plane), 1.0)
    scipy.cluster | vq.vq | plane, plane)
    scipy.cluster | vq.kmeans vq.kmeans2 | plane, 2, rng=0)

    pandas | DataFrame.at_time Series.at_time | '10:00')
    pandas | DataFrame.between_time Series.between_time | '09:00', '11:00')
    pandas | DataFrame.droplevel Series.droplevel Series.unstack DataFrame.unstack | 0)
    pandas | DataFrame.reorder_levels Series.reorder_levels | [1, 0])
    pandas | DataFrame.resample Series.resample | 'D')
    pandas | DataFrame.swaplevel Series.swaplevel | 0, 1)
    pandas | DataFrame.to_period Series.to_period | 'D')
    pandas | DataFrame.truncate Series.truncate | )
    pandas | DataFrame.tz_convert Series.tz_convert DataFrame.tz_localize Series.tz_localize | None)
    pandas.core.indexes.accessors.DatetimeProperties.tz_convert('UTC')
    pandas.core.indexes.accessors.DatetimeProperties | ceil floor round to_period | 'D')
    pandas.core.indexes.accessors.DatetimeProperties.strftime('%Y')
    pandas.core.indexes.accessors.TimedeltaProperties | ceil floor round | 'D')
    pandas | DataFrame.asfreq Series.asfreq | 'D')
    pandas | DataFrame.combine_first DataFrame.compare | df)
    pandas | Series.combine_first Series.compare | s)
    pandas | DataFrame.select_dtypes | 'number')
    pandas | DataFrame.set_axis Series.set_axis | [5, 6, 7])
    pandas | DataFrame.shift Series.shift | 1)
    pandas | Index.append | pd.Index([5]))
    pandas | Index.shift | 1, 'D')
    pandas.DataFrame.update(df * 2)
    pandas.Series.update(s * 2)
    pandas.DataFrame.transform(np.sqrt)
    pandas.DataFrame.combine(df, np.minimum)
    pandas.DataFrame.dot(df.T)
    pandas.DataFrame | mask where | df > 1)
    pandas.DataFrame.take([0])
    pandas.DataFrame.take([0], axis=1)
    pandas.DataFrame.join(df, rsuffix='_')
    pandas.DataFrame.pivot(index='a', columns='b')
    pandas.DataFrame.query('a > 1')
    pandas.DataFrame.eval('a + b')
    pandas.DataFrame.eval('c = a + b')
    pandas.DataFrame.insert(0, 'z', 1)
    pandas.DataFrame.drop(columns='a')
    pandas.DataFrame.drop(columns=[])
    pandas.DataFrame.rename(columns={'a': 'z'})
    pandas.DataFrame.reindex(columns=['a', 'b'])
    pandas.DataFrame.clip(1, 2)
    pandas.DataFrame.fillna(0)
    pandas.DataFrame.astype(float)
    pandas.DataFrame.sort_values('a')
    pandas.DataFrame.sort_index()
    pandas.DataFrame.shift(0)
    pandas.DataFrame.replace(1.0, 5.0)
    pandas.DataFrame.replace(99.0, 5.0)
    pandas.DataFrame.set_index('a')
    pandas.DataFrame.merge(df, on='a')
    pandas.DataFrame.assign(z=1)
    pandas.DataFrame.agg({'a': 'mean'})
    pandas.DataFrame.agg(['mean', 'sum'])
    pandas.DataFrame.groupby('a')
    pandas.DataFrame.sample(2, random_state=0)
    pandas.DataFrame.sample(2)
    pandas.Series.combine(s, np.minimum)
    pandas.Series | mask where | s > 1)
    pandas.Series.take([0])
    pandas.Series.case_when([(s > 1, 0)])
    pandas.Series.map({3.0: 1})
    pandas.Series.replace(1.0, 5.0)
    pandas.Index.take([0])
    pandas.api.typing.DataFrameGroupBy.filter(lambda group: True)
    pandas.api.typing.DataFrameGroupBy.pipe(len)
    pandas.api.typing.DataFrameGroupBy.take([0])
    pandas.api.typing.SeriesGroupBy.pipe(len)
    pandas.api.typing.ExponentialMovingWindow | agg aggregate | 'mean')
    pandas.core.strings.accessor.StringMethods.encode('utf-8')
    pandas.core.strings.accessor.StringMethods | extract extractall | '([a-z])')
    pandas.core.strings.accessor.StringMethods | index rindex | '-')
    pandas.core.strings.accessor.StringMethods.normalize('NFC')
    pandas.core.strings.accessor.StringMethods.replace('x', 'z')
    pandas.core.indexes.accessors.DatetimeProperties.as_unit('s')
    pandas.core.indexes.accessors.DatetimeProperties.tz_localize('UTC')
    pandas.core.arrays.categorical.CategoricalAccessor.remove_categories(['x'])
    pandas.core.arrays.categorical.CategoricalAccessor.reorder_categories(['y', 'x'])
    numpy.ndarray | conj conjugate | )
    numpy.ndarray.sort()
    numpy.ndarray.partition(1)
    scipy.stats.rv_continuous.moment(2)
    scipy.stats.rv_discrete | pmf logpmf | 0, 0.5)
    scipy.interpolate.BSpline.integrate(1.5, 2.5)
    scipy.interpolate.PPoly.solve(1.0)
    scipy.interpolate | UnivariateSpline.integral InterpolatedUnivariateSpline.integral LSQUnivariateSpline.integral | 1.0, 2.0)
    scipy.interpolate.RegularGridInterpolator.__call__(_plane())
    scipy.interpolate.LinearNDInterpolator.__call__(_plane())
    scipy.spatial.KDTree | count_neighbors query_ball_tree sparse_distance_matrix | spatial.KDTree(_plane()), 0.5)
    scipy.spatial.cKDTree | count_neighbors query_ball_tree sparse_distance_matrix | spatial.cKDTree(_plane()), 0.5)
    scipy.sparse | csr_matrix.asformat csr_array.asformat csc_matrix.asformat csc_array.asformat coo_matrix.asformat coo_array.asformat | 'csr')
    scipy.sparse | csr_matrix.astype csr_array.astype csc_matrix.astype csc_array.astype coo_matrix.astype coo_array.astype | float)
    set.difference_update([1])
    random.Random.shuffle([1, 2, 3])
    io | StringIO.truncate StringIO.seek | 1)
    io | BytesIO.truncate BytesIO.seek TextIOWrapper.seek BufferedReader.seek | 1)
    bytearray.remove(97)
    memoryview.cast('B')
    bytes.translate(bytes(range(256)))
    generator.send(5)
    generator.throw(ValueError())
    array.array.frombytes(b'1234')
    random.Random.setstate(random.Random(5).getstate())
    csv.DictWriter.writerows([{'a': 1}])
    csv.DictWriter.writerow({'a': 1})
    pathlib.PosixPath.relative_to('/')
    pathlib.PosixPath.with_suffix('.x')
    pathlib.PosixPath.samefile(__file__)
    numpy.ndarray.setflags(write=False)
    numpy.ndarray.astype(float)
    numpy.ndarray.getfield(np.int32)
    numpy.ndarray.setfield(7, np.int32)
    numpy.ufunc.at(a, [0], 1.0)
    numpy.random | Generator.hypergeometric RandomState.hypergeometric | 3, 3, 2)
    numpy.random | Generator.multinomial RandomState.multinomial | 3, [0.5, 0.5])
    numpy.random | Generator.multivariate_normal RandomState.multivariate_normal | [0.0], [[1.0]])
    numpy.random | Generator.multivariate_hypergeometric | [3, 3], 2)
    numpy.random | Generator.noncentral_f RandomState.noncentral_f | 2, 3, 1)
    numpy.random | Generator.triangular RandomState.triangular | 0, 1, 2)
    numpy.random.RandomState.set_state(np.random.RandomState(5).get_state())
    numpy.ndarray.resize(2, refcheck=False)
    numpy.nanquantile(a, 0.5)
    numpy.ravel_multi_index(([0, 1], [1, 1]), (2, 2))
    numpy.random.binomial(3, 0.5)
    numpy.random.multinomial(3, [0.5, 0.5])
    numpy.random.negative_binomial(3, 0.5)

    math | acos asin atanh | 0.5)
    colorsys | hls_to_rgb hsv_to_rgb rgb_to_hls rgb_to_hsv rgb_to_yiq | 0.1, 0.2, 0.3)
    operator.matmul(m, m)
    operator.imatmul(m, m.copy())
    operator.setitem([1, 2], 0, 5)
    operator.getitem([1, 2], 0)
    re | sub subn | 'a', 'b', 'aba')
    re.sub('a', lambda found: found.group().upper(), 'aba')
    textwrap.shorten('a b c', 8)
    unicodedata | bidirectional category combining decimal decomposition digit east_asian_width mirrored name numeric | '1')
    unicodedata.lookup('SPACE')
    unicodedata | is_normalized normalize | 'NFC', 'a')
    urllib.parse.urlunparse(('http', 'a', 'b', '', '', ''))
    urllib.parse.urlunsplit(('http', 'a', 'b', '', ''))
    base64.b32decode(b'ME======')
    base64.urlsafe_b64decode(b'YQ==')
    zlib.decompress(zlib.compress(b'a'))
    gzip.decompress(gzip.compress(b'a'))
    bz2.decompress(bz2.compress(b'a'))
    lzma.decompress(lzma.compress(b'a'))
    hashlib.new('md5')
    hashlib.pbkdf2_hmac('md5', b'a', b'b', 1)
    hashlib.scrypt(b'a', salt=b'b', n=2, r=1, p=1)
    hmac.digest(b'a', b'b', 'md5')
    json.loads('{"a": [1]}')
    json.load(io.StringIO('[1]'))
    json.dump([1], io.StringIO())
    pickle.dump([1], io.BytesIO())
    json.dumps({'a': [1]})
    csv.writer(io.StringIO())
    csv.DictWriter(io.StringIO(), ['a'])
    csv.DictReader(['a,b', '1,2'])
    struct.calcsize('i')
    struct.pack('i', 1)
    struct | unpack unpack_from iter_unpack | 'i', b'1234')
    struct.pack_into('i', bytearray(4), 0, 1)
    ast.literal_eval('[1]')
    ast | dump unparse | ast.parse('a'))
    array.array('i', [1])
    dataclasses | asdict astuple fields | point())
    io | BufferedReader BufferedWriter TextIOWrapper | io.BytesIO(b'a'))
    uuid.UUID(int=1)
    uuid | uuid3 uuid5 | uuid.NAMESPACE_DNS, 'a')
    time.sleep(0)
    time.mktime(time.localtime(0))
    datetime | date datetime | 2020, 1, 2)
    datetime.timezone(datetime.timedelta(0))
    datetime.datetime.combine(datetime.date(2020, 1, 2), datetime.time(1))
    datetime | datetime.fromisocalendar date.fromisocalendar | 2020, 1, 2)
    datetime.time.fromisoformat('01:02')
    zoneinfo.ZoneInfo('UTC')
    dateutil.parser | parse isoparse | '2020-01-02T03:04:05')
    dateutil.easter.easter(2024)
    dateutil.relativedelta.relativedelta(months=1)
    calendar.timegm(time.gmtime(0))
    calendar.weekday(2020, 1, 2)
    statistics | correlation covariance linear_regression | [1.0, 2.0], [2.0, 3.0])
    itertools.combinations_with_replacement([[1], [2]], 2)
    itertools | accumulate chain cycle pairwise permutations product tee zip_longest | [[1], [2]])
    heapq | heappush heappushpop heapreplace | [1, 3, 2], 0)
    heapq | heappop heapify | [3, 1, 2])
    heapq.nlargest(1, [[1], [2]])
    bisect | insort insort_left insort_right | [1, 3], 2)
    copy | copy deepcopy | [[1], {'a': [2]}])
    collections | Counter OrderedDict deque | [('a', 1)])
    collections.defaultdict(list, {'a': [1]})
    functools.reduce(operator.add, [[1], [2]])
    contextlib.closing(io.StringIO())
    glob | glob iglob | '*.none')
    traceback | format_exception format_exception_only print_exception | KeyError(1))
    traceback | extract_tb format_tb print_tb | None)
    traceback.format_list([])
    pathlib.Path('a')

    sklearn.base.clone(Ridge())
    sklearn.base.is_classifier(Ridge())
    sklearn.base.is_regressor(Ridge())
    sklearn.metrics.auc(x4, y4)
    sklearn.metrics.fbeta_score(y, y, beta=1)
    sklearn.metrics.label_ranking_average_precision_score([[1, 0]], [[0.5, 0.1]])
    sklearn.metrics.make_scorer(f)
    sklearn.metrics.get_scorer('accuracy')
    sklearn.model_selection.cross_val_predict(Ridge(), X, y, cv=2)
    sklearn.model_selection.cross_val_score(Ridge(), X, y, cv=2)
    sklearn.model_selection.cross_validate(Ridge(), X, y, cv=2)
    sklearn.model_selection.learning_curve(Ridge(), X, y, cv=2)
    sklearn.model_selection.validation_curve(Ridge(), X, y, param_name='alpha', param_range=[1], cv=2)
    sklearn.model_selection.permutation_test_score(Ridge(), X, y, cv=2, n_permutations=2, random_state=0)
    sklearn.model_selection.permutation_test_score(Ridge(), X, y, cv=2, n_permutations=2)
    sklearn.model_selection.ParameterGrid({'alpha': [1]})
    sklearn.model_selection.ParameterSampler({'alpha': [1]}, 1, random_state=0)
    sklearn.model_selection.train_test_split(X, y, random_state=0)
    sklearn.model_selection.train_test_split(X, y)
    sklearn.inspection.permutation_importance(Ridge().fit(X, y), X, y, random_state=0)
    sklearn.preprocessing.label_binarize(y, classes=[0, 1])
    sklearn.compose.make_column_transformer((Ridge(), [0]))
    sklearn.datasets.make_biclusters((4, 4), 2, random_state=0)
    sklearn.datasets.make_checkerboard((4, 4), 2, random_state=0)
    sklearn.datasets.make_spd_matrix(2, random_state=0)
    sklearn.tree.export_text(tree(random_state=0).fit(X, y))
""".replace("    pandas.concat([s, s], axis=1).iloc\n", "")
)
EXAMPLES |= _parsed(examples_libraries.TEXT)
del EXAMPLES["pandas.IntervalIndex.from_breaks"], EXAMPLES["numpy.matrix_power"]


RECEIVERS: dict[str, Callable[[], list[Any]]] = {
    "list": lambda: [[3, 1, 2]],
    "tuple": lambda: [(3, 1)],
    "range": lambda: [range(3)],
    "dict": lambda: [{"a": 1, 2: [3]}],
    "set": lambda: [{1, 2, 3}],
    "frozenset": lambda: [frozenset({1, 2})],
    "dict_keys": lambda: [{"a": 1}.keys()],
    "dict_items": lambda: [{"a": 1}.items()],
    "bytearray": lambda: [bytearray(b"abc")],
    "memoryview": lambda: [memoryview(b"abc")],
    "str": lambda: ["ab a", "12"],
    "bytes": lambda: [b"ab a", b"6162"],
    "int": lambda: [5],
    "bool": lambda: [True],
    "float": lambda: [1.5],
    "complex": lambda: [1 + 2j],
    "slice": lambda: [slice(1, 3)],
    "BaseException": lambda: [ValueError("x")],
    "generator": lambda: [_started()],
    "numpy.ndarray": lambda: [np.array([3.0, 1.0, 2.0]), _spd(), np.array([2, 0, 1])],
    "numpy.matrix": lambda: [np.matrix([[2.0, 1.0], [1.0, 3.0]])],
    "numpy.ufunc": lambda: [np.add],
    "numpy.poly1d": lambda: [np.poly1d([1.0, 2.0])],
    "numpy.polynomial._polybase.ABCPolyBase": lambda: [np.polynomial.Polynomial([1.0, 2.0])],
    "numpy.random.Generator": lambda: [np.random.default_rng(0)],
    "numpy.random.RandomState": lambda: [np.random.RandomState(0)],
    "numpy.random.SeedSequence": lambda: [np.random.SeedSequence(0)],
    "pandas.DataFrame": lambda: [_frame(), _dated(), _nested()],
    "pandas.Series": lambda: [_frame()["a"], _dated()["a"], _nested()["a"]],
    "pandas.Index": lambda: [pd.Index([3, 1]), pd.RangeIndex(3), pd.MultiIndex.from_product([[1], [2]]),
                             pd.to_datetime(["2020-01-01"])],
    "pandas.api.typing.DataFrameGroupBy": lambda: [_frame().assign(k=[0, 0, 1]).groupby("k")],
    "pandas.api.typing.SeriesGroupBy": lambda: [_frame()["a"].groupby([0, 0, 1])],
    "pandas.api.typing.Rolling": lambda: [_frame()["a"].rolling(2)],
    "pandas.api.typing.Expanding": lambda: [_frame()["a"].expanding(2)],
    "pandas.api.typing.ExponentialMovingWindow": lambda: [_frame()["a"].ewm(2)],
    "pandas.core.strings.accessor.StringMethods": lambda: [pd.Series(["x-1", "y-2"]).str],
    "pandas.core.indexes.accessors.DatetimeProperties": lambda: [
        pd.Series(pd.to_datetime(["2020-01-01", "2021-02-03"])).dt,
        pd.Series(pd.to_datetime(["2020-01-01", "2021-02-03"], utc=True)).dt],
    "pandas.core.indexes.accessors.TimedeltaProperties": lambda: [
        pd.Series(pd.to_timedelta([1, 2], unit="h")).dt],
    "pandas.core.arrays.categorical.CategoricalAccessor": lambda: [
        pd.Series(["x", "y"], dtype="category").cat],
    "scipy.stats.rv_continuous": lambda: [stats.norm],
    "scipy.stats.rv_discrete": lambda: [stats.bernoulli],
    "scipy.stats._distn_infrastructure.rv_frozen": lambda: [stats.norm(1, 2), stats.bernoulli(0.5)],
    "scipy.stats._multivariate.multi_rv_generic": lambda: [stats.multivariate_normal],
    "scipy.stats._multivariate.multi_rv_frozen": lambda: [stats.multivariate_normal([0.0, 0.0])],
    "scipy.stats.gaussian_kde": lambda: [stats.gaussian_kde([1.0, 2.0, 4.0])],
    **{f"scipy.interpolate.{name}": lambda name=name: [
        getattr(interpolate, name)(np.arange(5.0), np.array([1.0, 3.0, 2.0, 4.0, 5.0]))]
       for name in """Akima1DInterpolator CubicSpline InterpolatedUnivariateSpline KroghInterpolator
       PchipInterpolator UnivariateSpline interp1d""".split()},
    "scipy.interpolate.BSpline": lambda: [interpolate.BSpline(np.arange(5.0), np.ones(3), 1)],
    "scipy.interpolate.PPoly": lambda: [interpolate.PPoly(np.ones((2, 3)), np.arange(4.0))],
    "scipy.interpolate.CubicHermiteSpline": lambda: [
        interpolate.CubicHermiteSpline(np.arange(4.0), np.ones(4), np.ones(4))],
    "scipy.interpolate.LSQUnivariateSpline": lambda: [
        interpolate.LSQUnivariateSpline(np.arange(9.0), np.arange(9.0), [4.0])],
    **{f"scipy.interpolate.{name}": lambda name=name: [
        getattr(interpolate, name)(_plane(), np.arange(4.0))]
       for name in "LinearNDInterpolator NearestNDInterpolator RBFInterpolator".split()},
    "scipy.interpolate.RectBivariateSpline": lambda: [
        interpolate.RectBivariateSpline(np.arange(4.0), np.arange(4.0), np.ones((4, 4)))],
    "scipy.interpolate.RegularGridInterpolator": lambda: [
        interpolate.RegularGridInterpolator((np.arange(4.0), np.arange(4.0)), np.ones((4, 4)))],
    "scipy.spatial.KDTree": lambda: [spatial.KDTree(_plane())],
    "scipy.spatial.cKDTree": lambda: [spatial.cKDTree(_plane())],
    **{f"scipy.sparse.{kind}_{name}": lambda kind=kind, name=name: [
        getattr(sparse, f"{kind}_{name}")(_spd())]
       for kind in ("csr", "csc", "coo") for name in ("matrix", "array")},
    "collections.deque": lambda: [collections.deque([3, 1, 2])],
    "collections.Counter": lambda: [collections.Counter("aab")],
    "collections.OrderedDict": lambda: [collections.OrderedDict(a=1, b=2)],
    "collections.defaultdict": lambda: [collections.defaultdict(list, a=[1])],
    "array.array": lambda: [array("i", [3, 1, 2])],
    "io.StringIO": lambda: [io.StringIO("a\nb")],
    "io.BytesIO": lambda: [io.BytesIO(b"a\nb")],
    "io.TextIOWrapper": lambda: [io.TextIOWrapper(io.BytesIO(b"a\nb"))],
    "io.BufferedReader": lambda: [io.BufferedReader(io.BytesIO(b"a\nb"))],
    "io.BufferedWriter": lambda: [io.BufferedWriter(io.BytesIO())],
    "re.Match": lambda: [re.match("(?P<g>a)", "ab")],
    "re.Pattern": lambda: [re.compile("a")],
    "string.Template": lambda: [string.Template("a")],
    "random.Random": lambda: [random.Random(0)],
    "_hashlib.HASH": lambda: [hashlib.sha256(b"a")],
    "_blake2.blake2b": lambda: [hashlib.blake2b(b"a")],
    "_blake2.blake2s": lambda: [hashlib.blake2s(b"a")],
    "operator.itemgetter": lambda: [operator.itemgetter(0)],
    "operator.attrgetter": lambda: [operator.attrgetter("real")],
    "difflib.SequenceMatcher": lambda: [difflib.SequenceMatcher(None, "ab", "ac")],
    "difflib.Differ": lambda: [difflib.Differ()],
    "_csv.Writer": lambda: [csv.writer(io.StringIO())],
    "csv.DictWriter": lambda: [csv.DictWriter(io.StringIO(), ["a"])],
    "pathlib.PosixPath": lambda: [pathlib.Path(__file__), pathlib.Path(__file__).parent],
    "decimal.Decimal": lambda: [decimal.Decimal("1.5")],
    "dateutil.relativedelta.relativedelta": lambda: [relativedelta(months=1, hours=1.5)],
    "datetime.date": lambda: [datetime.date(2024, 2, 29)],
    "datetime.datetime": lambda: [
        datetime.datetime(2024, 2, 29, 10, 11, 12),
        datetime.datetime(2024, 2, 29, tzinfo=datetime.UTC),
    ],
    "datetime.time": lambda: [datetime.time(10, 11)],
    "datetime.timedelta": lambda: [datetime.timedelta(hours=1)],
    "fractions.Fraction": lambda: [fractions.Fraction(1, 2)],
    "uuid.UUID": lambda: [uuid.UUID(int=1)],
    "numpy.float64": lambda: [np.float64(1.5)],
    "numpy.str_": lambda: [np.str_("a b")],
    "pandas.Timestamp": lambda: [pd.Timestamp("2020-01-02")],
    "pandas.Timedelta": lambda: [pd.Timedelta(1, "h")],
    **examples_libraries.RECEIVERS,
}  # fmt: skip


def _dated() -> pd.DataFrame:
    return _frame().set_axis(pd.date_range("2020-01-01 10:00", periods=3, tz="UTC"))


def _nested() -> pd.DataFrame:
    return _frame().set_axis(pd.MultiIndex.from_product([[1], [2, 3, 4]]))


def _generator() -> Any:
    kept = 1
    while True:
        try:
            kept = yield kept
        except ValueError:
            kept = 2


def _started() -> Any:
    made = _generator()
    next(made)
    return made


def _plane() -> np.ndarray:
    return np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [2.0, 2.0]])


def pool_of(place: str) -> list[Any]:
    """Give the arguments for the methods of a class."""
    top = place.partition(".")[0]
    if top == "scipy":
        return [0.5, np.array([0.5, 0.7]), _plane(), _spd(), Keywords(random_state=0)]
    if top in examples_libraries.POOLS:
        return examples_libraries.POOLS[top]()
    if top == "numpy":
        return [np.array([3.0, 1.0, 2.0]), 2, 0.5, 0, np.array([2, 0, 1])]
    if top == "pandas":
        return [_frame(), 1, "a", ["a"], np.sum, Keywords(random_state=0)]
    return ["a", 1, b"a", [1, 2], {"a": 5}, "utf-8", [b"a"], ("a", 2)]
