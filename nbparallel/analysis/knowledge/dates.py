"""dateutil: what reads dates of texts, and spans of months."""

from __future__ import annotations

from nbparallel.analysis.knowledge.register import Register
from nbparallel.analysis.knowledge.vocabulary import (
    HOLDS,
    Does,
    Gives,
    Known,
    pure,
    table,
    within,
)

_PARSED = Known(
    Does.NOTHING,
    Gives.ATOM,
    place="datetime.datetime",
    unless=("parserinfo", "tzinfos"),
)

REGISTER = Register(
    {
        **within("dateutil.parser", ("parse", _PARSED)),
        **within("dateutil.parser", ("isoparse", pure(Gives.ATOM, None, "datetime.datetime"))),
        **within("dateutil.easter", ("easter", pure(Gives.ATOM, None, "datetime.date"))),
        **within("dateutil.relativedelta", ("relativedelta", HOLDS)),
    },
    {"dateutil.relativedelta.relativedelta": table(("normalized", HOLDS))},
)
