"""statsmodels. What stands nowhere is unknown."""

from __future__ import annotations

from typing import Final

from nbparallel.analysis.knowledge.register import FAMILY, Register
from nbparallel.analysis.knowledge.vocabulary import (
    COPY,
    HELD,
    HOLDS,
    Does,
    Gives,
    Known,
    table,
    within,
)

_FITS: Final = Known(Does.CHANGES_SELF, Gives.SAME, calls=(HELD,))
_FITS_AND_PRINTS: Final = Known(Does.CHANGES_SELF, Gives.SAME, calls=(HELD,), prints=True)


def _made(place: str) -> Known:
    return Known(Does.NOTHING, Gives.HOLDS, place=f"statsmodels.{place}")


_API: Final = {
    **dict.fromkeys("OLS WLS GLS".split(), "regression.linear_model"),
    "QuantReg": "regression.quantile_regression",
    "GLM": "genmod.generalized_linear_model",
    "RLM": "robust.robust_linear_model",
    **dict.fromkeys("Logit Probit Poisson MNLogit".split(), "discrete.discrete_model"),
}
_DISCRETE: Final = ("Logit", "Probit", "Poisson", "MNLogit")
_TSA: Final = {
    "ARIMA": "tsa.arima.model",
    "SARIMAX": "tsa.statespace.sarimax",
    "AutoReg": "tsa.ar_model",
    "ExponentialSmoothing": "tsa.holtwinters.model",
    "SimpleExpSmoothing": "tsa.holtwinters.model",
    "Holt": "tsa.holtwinters.model",
    "VAR": "tsa.vector_ar.var_model",
    "STL": "tsa.stl._stl",
}

_FUNCTIONS: Final = {
    **{f"statsmodels.{module}.{name}": _made(f"{module}.{name}")
       for name, module in (_API | _TSA).items()},
    **{f"statsmodels.formula.api.{name}": _made(f"{_API[model]}.{model}")
       for name, model in (("ols", "OLS"), ("wls", "WLS"), ("gls", "GLS"), ("glm", "GLM"),
                           ("rlm", "RLM"), ("logit", "Logit"), ("probit", "Probit"),
                           ("poisson", "Poisson"), ("quantreg", "QuantReg"))},
    **within(
        "statsmodels.genmod.families.family",
        ("Binomial Gamma Gaussian InverseGaussian Poisson Tweedie", HOLDS),
    ),
    **within(
        "statsmodels",
        ("tools.tools.add_constant", HOLDS),
        ("tsa.stattools.acf tsa.stattools.pacf tsa.stattools.ccf tsa.stattools.acovf "
         "tsa.stattools.adfuller tsa.stattools.kpss tsa.stattools.coint "
         "stats.stattools.durbin_watson stats.stattools.jarque_bera "
         "stats.diagnostic.acorr_ljungbox stats.diagnostic.het_breuschpagan "
         "stats.diagnostic.het_white stats.diagnostic.lilliefors "
         "stats.outliers_influence.variance_inflation_factor "
         "stats.multitest.multipletests stats.proportion.proportions_ztest "
         "stats.proportion.proportion_confint stats.weightstats.ttest_ind "
         "stats.weightstats.ztest nonparametric.smoothers_lowess.lowess", COPY),
        ("tsa.seasonal.seasonal_decompose", HOLDS),
    ),
}  # fmt: skip

_MODEL: Final = table(("fit", _FITS), ("predict", COPY))
_RESULTS: Final = table(
    (
        "conf_int forecast get_forecast get_prediction summary summary2 t_test f_test wald_test "
        "get_margeff get_influence test_serial_correlation summary_frame",
        HOLDS,
    ),
)

REGISTER: Final = Register(
    _FUNCTIONS,
    {
        **{f"statsmodels.{module}.{name}": table(("fit", _FITS_AND_PRINTS), ("predict", COPY))
           if name in (*_DISCRETE, "SARIMAX") else _MODEL
           for name, module in (_API | _TSA).items()},
        "statsmodels.base.model.Results" + FAMILY: _RESULTS,
    },
)  # fmt: skip
