"""scikit-learn. Functions stand in a table; estimators follow rules that its API fixes.

An estimator's constructor only keeps its parameters; ``fit`` changes the estimator, draws random
numbers unless ``random_state`` is an integer, and gives the estimator; the other methods leave it
as it is. The tests try the rules on every estimator there is.
"""

from __future__ import annotations

import inspect
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from nbparallel.analysis.knowledge.register import Register
from nbparallel.analysis.knowledge.vocabulary import (
    ANY,
    BOOL,
    COPY,
    HELD,
    HOLDS,
    OUTSIDE,
    SAME,
    STATE,
    STR,
    UNKNOWN,
    Does,
    Gives,
    Known,
    calling,
    seeded,
    table,
    within,
)
from nbparallel.loaded import loaded

_ESTIMATOR_METHODS: Final = (
    "fit", "fit_transform", "fit_predict", "partial_fit", "predict", "predict_proba", "transform",
    "score", "decision_function", "get_params", "set_params", "split", "get_n_splits",
)  # fmt: skip
_EVALUATES: Final = Known(Does.NOTHING, Gives.HOLDS, calls=(ANY,), methods=_ESTIMATOR_METHODS)
_EVALUATES_DRAWING: Final = Known(
    Does.DRAWS, Gives.HOLDS, calls=(ANY,), methods=_ESTIMATOR_METHODS, seeded=True
)

_FUNCTIONS: Final = {
    **within(
        "sklearn",
        ("set_config", STATE),
        ("config_context", UNKNOWN),
        ("get_config", HOLDS),
        ("base.clone", Known(Does.NOTHING, Gives.NEW, calls=(ANY,), methods=_ESTIMATOR_METHODS)),
        ("base.is_classifier base.is_regressor", BOOL),
    ),
    **within(
        "sklearn.metrics",
        ("accuracy_score adjusted_mutual_info_score adjusted_rand_score auc "
         "average_precision_score balanced_accuracy_score brier_score_loss "
         "calinski_harabasz_score classification_report cohen_kappa_score completeness_score "
         "confusion_matrix d2_absolute_error_score davies_bouldin_score dcg_score det_curve "
         "euclidean_distances explained_variance_score f1_score fbeta_score "
         "fowlkes_mallows_score hamming_loss hinge_loss homogeneity_completeness_v_measure "
         "homogeneity_score jaccard_score label_ranking_average_precision_score log_loss "
         "matthews_corrcoef max_error mean_absolute_error mean_absolute_percentage_error "
         "mean_gamma_deviance mean_pinball_loss mean_poisson_deviance mean_squared_error "
         "mean_squared_log_error median_absolute_error multilabel_confusion_matrix "
         "mutual_info_score ndcg_score normalized_mutual_info_score pair_confusion_matrix "
         "precision_recall_curve precision_recall_fscore_support "
         "precision_score r2_score rand_score recall_score roc_auc_score roc_curve "
         "root_mean_squared_error top_k_accuracy_score v_measure_score zero_one_loss", COPY),
        ("pairwise_distances pairwise_distances_argmin pairwise_distances_argmin_min",
         calling(Gives.SAME, ANY)),
        ("silhouette_score silhouette_samples", calling(Gives.COPY, "metric")),
        ("make_scorer", calling(Gives.HOLDS, ANY)),
        ("get_scorer", SAME),
        ("pairwise.cosine_distances pairwise.cosine_similarity pairwise.euclidean_distances "
         "pairwise.laplacian_kernel pairwise.linear_kernel pairwise.manhattan_distances "
         "pairwise.polynomial_kernel pairwise.rbf_kernel pairwise.sigmoid_kernel", COPY),
    ),
    **within(
        "sklearn.model_selection",
        ("train_test_split", seeded()),
        ("cross_val_predict cross_val_score cross_validate learning_curve validation_curve",
         _EVALUATES),
        ("permutation_test_score", _EVALUATES_DRAWING),
        ("ParameterGrid", HOLDS),
        ("ParameterSampler", seeded()),
    ),
    **within("sklearn.inspection", ("permutation_importance", _EVALUATES_DRAWING)),
    **within("sklearn.utils", ("resample shuffle", seeded()), ("check_array", SAME)),
    **within(
        "sklearn.preprocessing",
        ("binarize maxabs_scale minmax_scale normalize robust_scale scale", COPY),
        ("label_binarize add_dummy_feature", COPY),
    ),
    **within("sklearn.pipeline", ("make_pipeline make_union", SAME)),
    **within("sklearn.compose", ("make_column_transformer", HOLDS)),
    **within(
        "sklearn.datasets",
        ("load_breast_cancer load_diabetes load_digits load_iris load_linnerud load_wine", HOLDS),
        ("make_biclusters make_blobs make_checkerboard make_circles make_classification "
         "make_friedman1 make_friedman2 make_friedman3 make_gaussian_quantiles make_hastie_10_2 "
         "make_low_rank_matrix make_moons make_multilabel_classification make_regression "
         "make_s_curve make_sparse_spd_matrix make_spd_matrix make_swiss_roll", seeded()),
        ("clear_data_home dump_svmlight_file fetch_20newsgroups fetch_california_housing "
         "fetch_covtype fetch_openml", OUTSIDE),
    ),
    **within("sklearn.tree", ("export_text", STR)),
    **within(
        "sklearn.gaussian_process.kernels",
        ("CompoundKernel ConstantKernel DotProduct ExpSineSquared Exponentiation Matern "
         "PairwiseKernel Product RBF RationalQuadratic Sum WhiteKernel", HOLDS),
    ),
    **within(
        "sklearn.feature_selection",
        ("chi2 f_classif f_regression r_regression", COPY),
        ("mutual_info_classif mutual_info_regression", seeded(gives=Gives.COPY)),
    ),
}  # fmt: skip

REGISTER: Final = Register(_FUNCTIONS, {})

_IN_PLACE: Final = frozenset({"Pipeline", "FeatureUnion", "FrozenEstimator"})
"""Estimators that fit the very estimators they are given, not clones of them."""

_SHUFFLE: Final = dict.fromkeys(
    "KFold StratifiedKFold StratifiedGroupKFold GroupKFold".split(), ("shuffle", 1)
)
_DRAWS_ONLY_WITH: Final[dict[str, tuple[int | str, ...]]] = {
    **_SHUFFLE,
    "LogisticRegression": ("solver",),
    "LogisticRegressionCV": ("solver", "cv"),
    "Ridge": ("solver",),
    "RidgeClassifier": ("solver",),
    "Lars": ("jitter",),
    "LassoLars": ("jitter",),
    "ClassifierChain": ("order",),
    "RegressorChain": ("order",),
    "GaussianProcessRegressor": ("n_restarts_optimizer",),
    "GaussianProcessClassifier": ("n_restarts_optimizer",),
    # These also draw where there are many samples: then the worker's sentinel notices.
    "PCA": ("svd_solver",),
    "KernelPCA": ("eigen_solver",),
    "QuantileTransformer": ("subsample",),
    "KBinsDiscretizer": ("subsample", "strategy"),
}
"""Estimators that by default do not draw, though they have a ``random_state``."""

_DRAWS_ALWAYS: Final = frozenset(
    "SVR NuSVR OneClassSVM SGDOneClassSVM GraphicalLasso GraphicalLassoCV".split()
)
"""Estimators that draw a seed when they are fitted, and no ``random_state`` prevents it."""

_READS: Final = Known(Does.NOTHING, Gives.COPY, calls=(HELD,))
_GIVES_ANY: Final = Known(Does.NOTHING, Gives.SAME, calls=(HELD,))
_FITS: Final = Known(Does.CHANGES_SELF, Gives.SELF, calls=(HELD,))
_FITS_AND_GIVES: Final = Known(Does.CHANGES_SELF, Gives.SAME, calls=(HELD,))

METHODS: Final = table(
    ("fit partial_fit set_params set_output", _FITS),
    ("fit_transform fit_predict", _FITS_AND_GIVES),
    ("apply decision_function decision_path kneighbors kneighbors_graph predict "
     "predict_log_proba predict_proba radius_neighbors score score_samples mahalanobis "
     "get_feature_names_out get_n_splits bic aic error_norm get_n_leaves "
     "get_depth", _READS),
    # This may be the argument itself, or what the estimator holds.
    ("transform inverse_transform get_covariance get_precision get_support", _GIVES_ANY),
    ("get_params staged_decision_function staged_predict staged_predict_proba staged_score split",
     Known(Does.NOTHING, Gives.HOLDS, calls=(HELD,))),
)  # fmt: skip

_CHANGING: Final = {
    "DummyClassifier": frozenset("predict predict_proba predict_log_proba score".split()),
    "BernoulliRBM": frozenset("score_samples gibbs".split()),
    "SplineTransformer": frozenset(["transform"]),
    "MultiLabelBinarizer": frozenset(["transform"]),
}
"""Methods that draw, or change the estimator, although their names do not tell."""


def of_class(cls: type) -> Known | None:
    """What is known of making an estimator or a splitter; None if the class is neither."""
    if not _is_estimator(cls):
        return None
    gives = Gives.SAME if cls.__name__ in _IN_PLACE else Gives.HOLDS
    held = Known(Does.NOTHING, gives, calls=(ANY,), methods=_ESTIMATOR_METHODS)
    if cls.__name__ in _DRAWS_ALWAYS:
        return replace(held, does=Does.DRAWS)
    if _parameters(cls).get("random_state", 0) is not None:
        return held
    only_with = _DRAWS_ONLY_WITH.get(cls.__name__, ())
    return Known(
        Does.DRAWS, gives, calls=(ANY,), methods=_ESTIMATOR_METHODS, seeded=True,
        only_with=only_with,
    )  # fmt: skip


def of_method(cls: type, name: str) -> Known | None:
    """What is known of an estimator's method; None if the class is no estimator."""
    if not _is_estimator(cls):
        return None
    if any(name in _CHANGING.get(base.__name__, ()) for base in cls.__mro__):
        return UNKNOWN
    return METHODS.get(name)


@lru_cache(maxsize=512)
def _is_estimator(cls: type) -> bool:
    base = loaded("sklearn.base")
    splitters = loaded("sklearn.model_selection")
    kinds: list[Any] = [base.BaseEstimator] if base is not None else []
    if splitters is not None:
        kinds += [splitters.BaseCrossValidator, splitters.BaseShuffleSplit]
    return cls.__module__.partition(".")[0] == "sklearn" and issubclass(cls, tuple(kinds))


@lru_cache(maxsize=512)
def _parameters(cls: type) -> dict[str, Any]:
    signature = inspect.signature(cls)
    return {name: parameter.default for name, parameter in signature.parameters.items()}
