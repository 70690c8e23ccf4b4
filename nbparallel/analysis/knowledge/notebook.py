"""IPython's objects for display. What stands nowhere is unknown."""

from __future__ import annotations

from typing import Final

from nbparallel.analysis.knowledge.register import Register
from nbparallel.analysis.knowledge.vocabulary import OUTSIDE, STATE, Does, Gives, Known, within

_KINDS: Final = "HTML Markdown Latex Math Pretty SVG JSON Javascript Image".split()

REGISTER: Final = Register(
    {
        **{
            f"IPython.display.{kind}": Known(
                Does.NOTHING, Gives.HOLDS, place=f"IPython.display.{kind}", unless=("url",)
            )
            for kind in _KINDS
        },
        **within("IPython.display", ("clear_output update_display publish_display_data", STATE)),
        **within("IPython.display", ("FileLink FileLinks Audio Video", OUTSIDE)),
    },
    {},
)
