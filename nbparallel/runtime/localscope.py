"""The names of a running function, read and bound from outside.

A loop in a function leaves its names in the function's locals, which cannot be written from
outside in all versions of Python; so the rewritten function hands over two closures that can.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

Read = Callable[[], dict[str, Any]]
Bind = Callable[[dict[str, Any], Iterable[str]], None]


class LocalScope(ChainMap[str, Any]):
    """A function's locals over its module's names.

    Parameters
    ----------
    read : callable
        Gives the locals that are bound now.
    bind : callable
        Binds names to new values and unbinds others.
    module : mutable mapping
        The module's names.
    """

    def __init__(self, read: Read, bind: Bind, module: MutableMapping[str, Any]) -> None:
        super().__init__(read(), module)
        self._read = read
        self._bind = bind
        self.module = module

    def refresh(self) -> None:
        """Look at the locals again, after the function itself has run on."""
        self.maps[0] = self._read()

    def __setitem__(self, name: str, value: Any) -> None:
        self.maps[0][name] = value
        self._bind({name: value}, ())

    def __delitem__(self, name: str) -> None:
        del self.maps[0][name]
        self._bind({}, (name,))

    def pop(self, name: str, *default: Any) -> Any:
        """Unbind a local; a name that is none is left alone."""
        if name not in self.maps[0]:
            return default[0] if default else None
        value = self.maps[0][name]
        del self[name]
        return value
