"""SciPy. What stands nowhere is unknown."""

from __future__ import annotations

from typing import Final

from nbparallel.analysis.knowledge.register import Register
from nbparallel.analysis.knowledge.vocabulary import (
    ANY,
    BOOL,
    CHANGES_SAME,
    COPY,
    HOLDS,
    NEW,
    NUMBER,
    OUTSIDE,
    SAME,
    UNKNOWN,
    Does,
    Gives,
    Known,
    Table,
    calling,
    seeded,
    table,
    within,
)

_FITS: Final = calling(Gives.HOLDS, ANY)
_FILTER: Final = Known(Does.NOTHING, Gives.COPY, changes=("output",))
_EVALUATORS: Final = """Akima1DInterpolator BSpline CubicHermiteSpline CubicSpline
    InterpolatedUnivariateSpline KroghInterpolator LSQUnivariateSpline LinearNDInterpolator
    NearestNDInterpolator PPoly PchipInterpolator RBFInterpolator RectBivariateSpline
    RegularGridInterpolator interp1d"""


def _made(place: str, *calls: int | str) -> Known:
    return Known(Does.NOTHING, Gives.HOLDS, place=f"scipy.{place}", calls=calls)


_FUNCTIONS: Final = {
    **within(
        "scipy.stats",
        ("alexandergovern anderson ansari bartlett boschloo_exact barnard_exact boxcox "
         "boxcox_llf chi2_contingency chisquare combine_pvalues describe entropy "
         "energy_distance epps_singleton_2samp expectile fisher_exact fligner "
         "friedmanchisquare gmean gstd hmean iqr jarque_bera kendalltau kruskal ks_1samp ks_2samp "
         "kstat kstest kurtosis kurtosistest levene linregress mannwhitneyu "
         "median_abs_deviation median_test mode moment mood "
         "normaltest obrientransform page_trend_test percentileofscore pmean pointbiserialr "
         "power_divergence rankdata scoreatpercentile sem shapiro sigmaclip siegelslopes skew "
         "skewtest somersd spearmanr theilslopes tmax tmean tmin tsem tstd tukey_hsd "
         "tvar variation wasserstein_distance weightedtau wilcoxon yeojohnson zmap "
         "zscore gzscore trim_mean trimboth cumfreq relfreq circmean circstd circvar ecdf", COPY),
        ("pearsonr ttest_1samp ttest_rel f_oneway brunnermunzel", COPY),
        ("ttest_ind", seeded("permutations", "method", gives=Gives.COPY)),
        ("binned_statistic binned_statistic_2d",
         Known(Does.NOTHING, Gives.COPY, calls=(2, 3, "statistic"), back=(("bins", "bins"),))),
        ("bootstrap permutation_test",
         Known(Does.DRAWS, Gives.HOLDS, calls=(ANY,), seeded=True)),
        ("gaussian_kde", _made("stats.gaussian_kde", 1, "bw_method")),
    ),
    **within(
        "scipy.optimize",
        ("approx_fprime bisect bracket brenth brent brentq curve_fit direct fixed_point "
         "fmin_l_bfgs_b fminbound fsolve golden least_squares "
         "leastsq minimize minimize_scalar newton ridder root root_scalar toms748", _FITS),
        ("fmin fmin_bfgs fmin_cg fmin_powell",
         Known(Does.PRINTS, Gives.HOLDS, calls=(ANY,))),  # unless told not to
        ("linear_sum_assignment linprog lsq_linear milp nnls rosen rosen_der", COPY),
        ("Bounds LinearConstraint", HOLDS),
        ("basinhopping differential_evolution dual_annealing",
         Known(Does.DRAWS, Gives.HOLDS, calls=(ANY,), seeded=True)),
    ),
    **within(
        "scipy.signal",
        ("bessel butter buttord cheb1ord cheby1 cheby2 chirp convolve convolve2d "
         "correlate correlate2d correlation_lags decimate deconvolve detrend ellip fftconvolve "
         "filtfilt find_peaks firwin freqz gausspulse get_window group_delay hilbert iirfilter "
         "iirnotch istft lfilter lfilter_zi lombscargle medfilt medfilt2d oaconvolve "
         "peak_prominences peak_widths resample resample_poly savgol_coeffs "
         "savgol_filter sawtooth sosfilt sosfiltfilt sosfreqz spectrogram square stft tf2zpk "
         "upfirdn wiener zpk2sos zpk2tf", COPY),
        ("coherence csd periodogram welch",  # a window given as an array is made read-only
         Known(Does.NOTHING, Gives.COPY, changes=("window",))),
        ("argrelextrema", calling(Gives.COPY, 1, "comparator")),
        ("argrelmax argrelmin", COPY),
        ("windows.hann windows.hamming windows.blackman windows.gaussian windows.kaiser "
         "windows.tukey windows.boxcar", COPY),
    ),
    **within(
        "scipy.ndimage",
        ("affine_transform binary_closing binary_dilation binary_erosion binary_fill_holes "
         "binary_opening black_tophat convolve convolve1d correlate correlate1d "
         "gaussian_filter gaussian_filter1d gaussian_gradient_magnitude gaussian_laplace "
         "grey_closing grey_dilation grey_erosion grey_opening label laplace map_coordinates "
         "maximum_filter maximum_filter1d median_filter minimum_filter minimum_filter1d "
         "morphological_gradient percentile_filter prewitt rank_filter rotate shift sobel "
         "spline_filter uniform_filter uniform_filter1d white_tophat zoom", _FILTER),
        ("center_of_mass extrema find_objects generate_binary_structure histogram "
         "iterate_structure maximum maximum_position mean median minimum minimum_position "
         "standard_deviation sum sum_labels variance", COPY),
        ("distance_transform_edt distance_transform_cdt",
         Known(Does.NOTHING, Gives.COPY, changes=("distances", "indices", 4, 5))),
        ("generic_filter generic_filter1d",
         Known(Does.NOTHING, Gives.COPY, changes=("output",), calls=(1, "function"))),
    ),
    **within(
        "scipy.interpolate",
        *((name, _made(f"interpolate.{name}")) for name in _EVALUATORS.split()),
        ("CloughTocher2DInterpolator SmoothBivariateSpline UnivariateSpline", HOLDS),
        ("make_interp_spline make_lsq_spline make_smoothing_spline",
         _made("interpolate.BSpline")),
        ("griddata interpn pchip_interpolate krogh_interpolate splev", COPY),
        ("splrep splint sproot splprep", HOLDS),
    ),
    **within(
        "scipy.integrate",
        ("dblquad fixed_quad nquad odeint quad quad_vec solve_bvp solve_ivp tplquad", _FITS),
        ("cumulative_simpson cumulative_trapezoid newton_cotes romb simpson trapezoid", COPY),
    ),
    **within(
        "scipy.spatial",
        ("ConvexHull Delaunay KDTree SphericalVoronoi Voronoi cKDTree", HOLDS),
        ("distance_matrix procrustes minkowski_distance", COPY),
        ("transform.Rotation.from_euler transform.Rotation.from_matrix "
         "transform.Rotation.from_quat transform.Rotation.from_rotvec", HOLDS),
    ),
    **within(
        "scipy.spatial.distance",
        ("braycurtis canberra chebyshev cityblock correlation cosine dice directed_hausdorff "
         "euclidean hamming jaccard jensenshannon mahalanobis minkowski "
         "rogerstanimoto russellrao seuclidean sqeuclidean yule", COPY),
        ("squareform", SAME),
        ("cdist", calling(Gives.COPY, 2, "metric")),
        ("pdist", calling(Gives.COPY, 1, "metric")),
    ),
    **within(
        "scipy.sparse",
        ("bsr_array bsr_matrix coo_array coo_matrix csc_array csc_matrix csr_array csr_matrix "
         "dia_array dia_matrix dok_array dok_matrix", SAME),
        ("block_array block_diag bmat diags eye eye_array find hstack identity kron "
         "tril triu vstack diags_array", SAME),
        ("issparse isspmatrix", BOOL),
        ("random random_array", seeded()),
        ("save_npz", OUTSIDE),
        ("load_npz", NEW),
    ),
    **within(
        "scipy.linalg",
        ("block_diag cho_solve cholesky circulant companion det dft eig eig_banded eigh eigvals "
         "eigvalsh expm hadamard hankel helmert hessenberg hilbert inv khatri_rao leslie "
         "lstsq lu lu_solve norm null_space orth pascal pinv pinvh polar qr rq schur signm solve "
         "solve_banded solve_continuous_lyapunov solve_discrete_lyapunov solve_sylvester "
         "solve_toeplitz solve_triangular sqrtm svd svdvals toeplitz cosm sinm", COPY),
        ("cho_factor lu_factor ldl", SAME),
        ("logm", Known(Does.DRAWS, Gives.COPY)),  # to estimate a norm
    ),
    **within(
        "scipy.fft",
        ("dct dctn dst fft fft2 fftfreq fftn fftshift idct idctn idst ifft ifft2 ifftn ifftshift "
         "irfft irfftn next_fast_len rfft rfftfreq rfftn hfft ihfft", COPY),
    ),
    **within(
        "scipy.special",
        ("airy betainc betaln binom boxcox ellipe ellipk entr erf erfc erfcinv erfinv "
         "exp1 expi expit expm1 gamma gammainc gammaincc gammaln hyp2f1 i0 i1 inv_boxcox iv j0 j1 "
         "jv k0 k1 kl_div kv log1p log_ndtr logit loggamma ndtr ndtri poch psi rel_entr rgamma "
         "stdtr stdtrit xlog1py xlogy y0 y1 yv zeta beta digamma", NUMBER),
        ("comb factorial log_softmax logsumexp perm polygamma softmax stirling2", COPY),
    ),
    **within(
        "scipy.cluster",
        ("hierarchy.cophenet hierarchy.cut_tree hierarchy.fcluster hierarchy.inconsistent "
         "hierarchy.leaves_list hierarchy.linkage vq.vq vq.whiten", COPY),
        ("vq.kmeans vq.kmeans2", seeded()),
    ),
    **within("scipy.io", ("loadmat mmread", NEW), ("savemat mmwrite wavfile.write", OUTSIDE)),
}  # fmt: skip
_DISTRIBUTION: Final = table(
    ("cdf entropy interval isf logcdf logpdf logpmf logsf mean median moment pdf pmf ppf sf stats "
     "std support var nnlf", COPY),
    ("expect", calling(Gives.COPY, 0, "func")),
    ("fit", calling(Gives.SAME, "optimizer")),
    ("rvs", seeded(gives=Gives.COPY)),
    ("__call__ freeze", HOLDS),
)  # fmt: skip
_MULTIVARIATE: Final = table(
    ("cdf entropy logcdf logpdf pdf", COPY),
    ("fit", SAME),
    ("rvs", seeded(gives=Gives.COPY)),
    ("__call__", HOLDS),
)
_EVALUATED: Final = table(
    ("__call__ integral integrate roots solve", COPY), ("antiderivative derivative", HOLDS)
)
_TREE: Final = table(
    (
        "count_neighbors query query_ball_point query_ball_tree query_pairs sparse_distance_matrix",
        COPY,
    )
)
_SPARSE: Final = table(
    ("copy dot toarray todense nonzero", COPY),
    ("multiply asformat astype tobsr tocoo tocsc tocsr todia todok transpose conj", SAME),
)
_ROWS: Final = table(("getcol getrow", COPY))

_METHODS: Final[dict[str, Table]] = {
    "scipy.stats.rv_continuous+": _DISTRIBUTION,
    "scipy.stats.rv_discrete+": _DISTRIBUTION,
    "scipy.stats._distn_infrastructure.rv_frozen+": _DISTRIBUTION,
    "scipy.stats._multivariate.multi_rv_generic+": _MULTIVARIATE,
    "scipy.stats._multivariate.multi_rv_frozen+": _MULTIVARIATE,
    "scipy.stats.gaussian_kde": table(
        ("__call__ evaluate integrate_box_1d integrate_gaussian logpdf pdf", COPY)
    ),
    **{f"scipy.interpolate.{name}": _EVALUATED for name in _EVALUATORS.split()},
    "scipy.interpolate.UnivariateSpline": _EVALUATED,
    "scipy.interpolate.LinearNDInterpolator": table(("__call__", CHANGES_SAME)),
    "scipy.spatial.KDTree": _TREE,
    "scipy.spatial.cKDTree": _TREE,
    "scipy.spatial.Delaunay": table(("find_simplex", UNKNOWN)),
    **{
        f"scipy.sparse.{kind}_{name}": _SPARSE | (_ROWS if name == "matrix" else {})
        for kind in ("csr", "csc", "coo")
        for name in ("matrix", "array")
    },
}

REGISTER: Final = Register(_FUNCTIONS, _METHODS)
