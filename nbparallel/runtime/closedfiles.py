"""Files that a body has opened and closed: a name is left over that tells how they were opened.

After ``with open(path) as file`` the name ``file`` is bound to a closed file. Such a file cannot
be pickled, but another one can be made that nobody can tell from it: opened in the same way on
something else, given the name, and closed.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import io
import os
import tempfile
from typing import Any

from nbparallel.loaded import loaded


def is_opened_image(obj: Any) -> bool:
    """Whether an object is a picture as Pillow opens it: a copy has its pixels, but no file."""
    opened = getattr(loaded("PIL.ImageFile"), "ImageFile", None)
    return opened is not None and isinstance(obj, opened)


def reduced(file: Any) -> Any:
    """Reduce a closed file as pickle does; None for anything else."""
    if type(file) is io.TextIOWrapper:
        if not file.closed or set(vars(file)) != {"mode"} or file.newlines is not None:
            return None
        inner = reduced(file.buffer)
        options = file.encoding, file.errors, file.line_buffering, file.write_through
        return inner and (_text, (inner[1], vars(file)["mode"], *options))
    if type(file) not in (io.BufferedReader, io.BufferedWriter) or not file.closed:
        return None
    raw = file.raw
    if type(raw) is not io.FileIO or set(vars(raw)) != {"name", "__IOBase_closed"}:
        return None
    return _binary, (raw.name, raw.mode)


def _binary(name: Any, mode: str) -> Any:
    """Make a closed binary file."""
    opened = _opened(name, mode)
    opened.close()
    return opened


def _opened(name: Any, mode: str) -> Any:
    place = os.devnull
    if "x" in mode:  # which tells that it was not there
        place = os.path.join(tempfile.mkdtemp(prefix="nbparallel-files-"), "new")
    raw = io.FileIO(place, mode.replace("b", ""))
    if "x" in mode:
        os.unlink(place)
        os.rmdir(os.path.dirname(place))
    raw.name = name
    return io.BufferedReader(raw) if mode.startswith("r") else io.BufferedWriter(raw)


def _text(inner: tuple[Any, str], mode: str, *options: Any) -> Any:
    """Make a closed text file."""
    encoding, errors, line_buffering, write_through = options
    text = io.TextIOWrapper(
        _opened(*inner),
        encoding=encoding,
        errors=errors,
        line_buffering=line_buffering,
        write_through=write_through,
    )
    text.mode = mode  # type: ignore[misc]
    text.close()
    return text
