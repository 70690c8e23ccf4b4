"""Pillow. What stands nowhere is unknown."""

from __future__ import annotations

from typing import Final

from nbparallel.analysis.knowledge.register import FAMILY, Register
from nbparallel.analysis.knowledge.vocabulary import (
    ATOM,
    BYTES,
    CHANGES,
    COPY,
    HOLDS,
    OUTSIDE,
    STATE,
    WRITES,
    Does,
    Gives,
    Known,
    pure,
    table,
    within,
)

_IMAGE: Final = pure(Gives.COPY, place="PIL.Image.Image")
_VIEW: Final = Known(Does.NOTHING, Gives.WRAPS, place="PIL.Image.Image")
_ENHANCERS: Final = "Brightness Color Contrast Sharpness".split()

_FUNCTIONS: Final = {
    **within(
        "PIL.Image",
        ("new blend composite alpha_composite merge", _IMAGE),
        ("fromarray frombuffer", _VIEW),
        ("frombytes linear_gradient radial_gradient", _IMAGE),
        ("open", Known(Does.CHANGES_FIRST, Gives.HOLDS)),
        ("init preinit register_open register_save", STATE),
    ),
    **within(
        "PIL.ImageOps",
        ("autocontrast contain cover crop equalize expand fit flip grayscale invert mirror pad "
         "posterize scale solarize colorize", _IMAGE),
    ),
    **within(
        "PIL.ImageChops",
        ("add add_modulo darker difference invert lighter multiply screen subtract "
         "subtract_modulo offset", _IMAGE),
    ),
    **within(
        "PIL.ImageFilter",
        ("BoxBlur GaussianBlur UnsharpMask Kernel MedianFilter MinFilter MaxFilter ModeFilter "
         "RankFilter", HOLDS),
    ),
    **{f"PIL.ImageEnhance.{name}": pure(Gives.HOLDS, place=f"PIL.ImageEnhance.{name}")
       for name in _ENHANCERS},
    "PIL.ImageStat.Stat": COPY,
    "PIL.ImageDraw.Draw": pure(Gives.SAME, place="PIL.ImageDraw.ImageDraw"),
}  # fmt: skip

_IMAGE_METHODS: Final = table(
    ("convert copy crop reduce resize rotate transpose transform", _IMAGE),
    ("filter point", Known(Does.NOTHING, Gives.COPY, calls=(0,), place="PIL.Image.Image")),
    ("split histogram getcolors getpalette", COPY),
    ("getbands getbbox getextrema getpixel entropy", ATOM),
    ("tobytes", BYTES),
    ("alpha_composite frombytes paste putalpha putdata putpalette putpixel thumbnail", CHANGES),
    ("save", WRITES),
    ("show", OUTSIDE),
)  # fmt: skip

_DRAW_METHODS: Final = table(
    ("arc chord ellipse line pieslice point polygon rectangle rounded_rectangle text", CHANGES),
    ("textbbox textlength", ATOM),
)

REGISTER: Final = Register(
    _FUNCTIONS,
    {
        f"PIL.Image.Image{FAMILY}": _IMAGE_METHODS,
        "PIL.ImageDraw.ImageDraw": _DRAW_METHODS,
        **{f"PIL.ImageEnhance.{name}": table(("enhance", _IMAGE)) for name in _ENHANCERS},
    },
)
