"""What a loop sends ahead of its chunks: payload, buffers, and what code expects around it."""

from __future__ import annotations

import os
import pickle
import sys
from dataclasses import dataclass, field

from nbparallel.runtime import buffers
from nbparallel.runtime.buffers import Reference, Shared
from nbparallel.runtime.child import THREAD_CAPS
from nbparallel.runtime.kept import Kept
from nbparallel.runtime.remote import LARGE, Parcel, Surroundings
from nbparallel.runtime.segments import Mapped


@dataclass(slots=True)
class OpenLoop:
    """An open loop, as the kernel keeps it.

    Attributes
    ----------
    engine : str
        Name of the module that runs its chunks.
    payload, views : bytes, list of memoryview
        What `Executor.open_loop` got.
    by_value : bool
        Memory is not shared: some worker is on another host.
    kept : Kept
        Copies of large buffers, which other loops may have needed before.
    results : Mapped
        Where large results are read.
    """

    engine: str
    payload: bytes
    views: list[memoryview]
    by_value: bool
    kept: Kept
    results: Mapped = field(default_factory=Mapped)
    _shared: list[Shared] = field(default_factory=list)
    _copies: list[Reference] = field(default_factory=list)

    def parcel(self, owned: bool, folder: str | None) -> bytes:
        """Pack it for workers.

        Parameters
        ----------
        owned : bool
            Whether the workers are ours and take over the kernel's surroundings.
        folder : str or None
            Where files go in place of memory, if need be.
        """
        surroundings = _surroundings() if owned else None
        payload: bytes | Reference = self.payload
        if len(self.payload) >= LARGE:
            payload = self._share([memoryview(self.payload)], folder) or self.payload
        shared, small, order = self._laid_out(folder)
        inline = buffers.flattened(small)
        return pickle.dumps(Parcel(self.engine, payload, shared, inline, order, surroundings))

    def _laid_out(
        self, folder: str | None
    ) -> tuple[tuple[Reference, ...], list[memoryview], tuple[tuple[int, int], ...]]:
        """Share the large buffers one by one, many small ones together.

        Gives where the shared ones are, the others, and `Parcel.order`.
        """
        shared: list[Reference] = []
        small: list[memoryview] = []
        order: list[tuple[int, int]] = []
        for view in self.views:
            large = view.nbytes >= LARGE and not self.by_value
            copy = self.kept.copy_of(view, folder) if large else None
            if copy is None:
                order.append((-1, len(small)))
                small.append(view)
            else:
                self._copies.append(copy)
                order.append((len(shared), 0))
                shared.append(copy)
        if sum(view.nbytes for view in small) >= LARGE:
            together = self._share(small, folder)
            if together is not None:
                order = [(len(shared), at) if which < 0 else (which, at) for which, at in order]
                return (*shared, together), [], tuple(order)
        return tuple(shared), small, tuple(order)

    def close(self) -> None:
        """Free its memory."""
        self.kept.release(self._copies)
        self._copies.clear()
        for shared in self._shared:
            shared.close()
        self._shared.clear()

    def _share(self, views: list[memoryview], folder: str | None) -> Reference | None:
        shared = None if self.by_value else buffers.share(views, folder)
        if shared is None:
            return None
        self._shared.append(shared)
        return shared.reference


def _surroundings() -> Surroundings:
    environ = {**os.environ, **dict.fromkeys(THREAD_CAPS, "1")}
    path = tuple(os.path.abspath(entry) for entry in sys.path)
    return Surroundings(path, os.getcwd(), environ)
