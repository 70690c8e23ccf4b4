"""Settings of libraries that the user has changed: workers import the libraries anew.

What a frame looks like when it is printed, what a scaler gives, how a namespace is abbreviated or a
row is cut is decided by state that a library keeps for itself. What differs from the library's own
defaults travels, and what an earlier loop set is put back.

Used on both sides, so it imports the standard library only.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import time
import types
import warnings
from typing import Any, Final

from nbparallel.loaded import loaded

_ATTRIBUTES: Final = (
    ("PIL.Image", "MAX_IMAGE_PIXELS"),
    ("PIL.ImageFile", "LOAD_TRUNCATED_IMAGES"),
)
"""Attributes of modules that are meant to be set."""

_DIALECT: Final = """delimiter doublequote escapechar lineterminator quotechar quoting
    skipinitialspace strict""".split()


def abroad() -> dict[str, Any]:
    """Record the settings of the libraries that are loaded, in the kernel."""
    return {
        "argv": list(sys.argv),
        "zone": _zone(),
        "pandas": _pandas(),
        "sklearn": _sklearn(),
        "csv": _csv(),
        "namespaces": dict(getattr(loaded("xml.etree.ElementTree"), "_namespace_map", {})),
        "attributes": {
            place: getattr(loaded(place[0]), place[1])
            for place in _ATTRIBUTES
            if hasattr(loaded(place[0]), place[1])
        },
    }


def unknown_function(settings: dict[str, Any]) -> str:
    """Name an option that is a function of the user's of which it is not plain what it does."""
    for name, value in settings["pandas"].items():
        if isinstance(value, types.FunctionType) and not _only_formats(value):
            return str(name)
    return ""


def at_home(settings: dict[str, Any]) -> None:
    """Set what belongs to the process, on a worker."""
    sys.argv[:] = settings["argv"]
    _set_zone(settings["zone"])
    _set_pandas(settings["pandas"])
    _set_csv(settings["csv"])
    trees = loaded("xml.etree.ElementTree")
    if settings["namespaces"] and trees is None:
        trees = importlib.import_module("xml.etree.ElementTree")
    if settings["namespaces"] and trees._namespace_map != settings["namespaces"]:
        trees._namespace_map.clear()
        trees._namespace_map.update(settings["namespaces"])
    for place, value in settings["attributes"].items():
        module = importlib.import_module(place[0])
        if getattr(module, place[1]) != value:
            setattr(module, place[1], value)


def of_thread(settings: dict[str, Any]) -> None:
    """Set what belongs to a thread, for every chunk."""
    wanted = settings["sklearn"]
    if wanted or loaded("sklearn._config") is not None:
        config: Any = importlib.import_module("sklearn._config")
        wanted = wanted or config._global_config
        if config.get_config() != wanted:
            config.set_config(**wanted)


def _only_formats(function: types.FunctionType) -> bool:
    code = function.__code__
    return (
        set(code.co_names) <= {"format", "str", "round", "float", "int", "abs"}
        and not set(code.co_names) & function.__globals__.keys()
        and not (function.__closure__ or function.__kwdefaults__)
        and not any(isinstance(part, types.CodeType) for part in code.co_consts)
    )


def _zone() -> tuple[Any, ...]:
    return time.tzname, time.timezone, time.altzone


def _set_zone(wanted: tuple[Any, ...]) -> None:
    """Read the variable again, as the kernel has, or has not."""
    if _zone() == wanted or not hasattr(time, "tzset"):
        return
    time.tzset()
    if _zone() != wanted and "TZ" in os.environ:
        kept = os.environ.pop("TZ")
        time.tzset()
        os.environ["TZ"] = kept


def _pandas() -> dict[str, Any]:
    config = loaded("pandas._config.config")
    if config is None:
        return {}
    found = {}
    for key, option in config._registered_options.items():
        holder, name = config._get_root(key)
        value = holder[name]
        if value is not option.defval and value != option.defval:
            found[key] = value
    return found


def _set_pandas(wanted: dict[str, Any]) -> None:
    if not wanted and loaded("pandas._config.config") is None:
        return
    importlib.import_module("pandas")
    config: Any = importlib.import_module("pandas._config.config")
    now = _pandas()
    if now == wanted:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of options that are deprecated
        for key in now.keys() - wanted.keys():
            config.set_option(key, config._registered_options[key].defval)
        for key, value in wanted.items():
            config.set_option(key, value)


def _sklearn() -> dict[str, Any]:
    config = loaded("sklearn._config")
    if config is None or config.get_config() == config._global_config:
        return {}
    return dict(config.get_config())


def _csv() -> dict[str, Any]:
    csv = loaded("csv")
    if csv is None:
        return {}
    dialects = {
        name: {part: getattr(csv.get_dialect(name), part) for part in _DIALECT}
        for name in csv.list_dialects()
    }
    return {"dialects": dialects, "limit": csv.field_size_limit()}


def _set_csv(wanted: dict[str, Any]) -> None:
    if not wanted:
        return
    csv: Any = importlib.import_module("csv")
    now = _csv()
    if now == wanted:
        return
    csv.field_size_limit(wanted["limit"])
    for name in now["dialects"].keys() - wanted["dialects"].keys():
        with contextlib.suppress(csv.Error):
            csv.unregister_dialect(name)
    for name, parts in wanted["dialects"].items():
        csv.register_dialect(name, **parts)
