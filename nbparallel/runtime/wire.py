"""Messages between the kernel and the process that owns the default cluster.

Pickles over a pair of sockets that only these two hold: no address, so nobody else can come in.
"""

from __future__ import annotations

import contextlib
import pickle
import queue
import socket
import struct
import threading
from collections.abc import Iterator
from typing import Any

_LENGTH = struct.Struct("!Q")


class Wire:
    """One end of it. Both sides always have a thread that reads, so no sender waits for long.

    Parameters
    ----------
    end : socket.socket
        Ours of the pair.
    """

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._lock = threading.Lock()

    def send(self, *message: Any) -> None:
        """Send one message; a peer that is gone is noticed by who reads."""
        data = pickle.dumps(message, protocol=5)
        with self._lock, contextlib.suppress(OSError):
            self._end.sendall(_LENGTH.pack(len(data)) + data)

    def messages(self) -> Iterator[tuple[Any, ...]]:
        """Give what comes, until the peer is gone."""
        with contextlib.suppress(OSError), self._end.makefile("rb") as stream:
            while len(head := stream.read(_LENGTH.size)) == _LENGTH.size:
                (length,) = _LENGTH.unpack(head)
                data = stream.read(length)
                if len(data) < length:
                    return
                yield pickle.loads(data)

    def close(self) -> None:
        """Hang up; a thread that reads ends."""
        with contextlib.suppress(OSError):
            self._end.shutdown(socket.SHUT_RDWR)
        self._end.close()


class Outbox:
    """Sends from a thread of its own.

    An interrupt of the kernel raises in its main thread, wherever that is: in the middle of a
    message nothing that follows could be read any more.
    """

    def __init__(self, wire: Wire) -> None:
        self._queue: queue.SimpleQueue[tuple[Any, ...] | None] = queue.SimpleQueue()
        self._wire = wire
        threading.Thread(target=self._run, name="nbparallel-outbox", daemon=True).start()

    def send(self, *message: Any) -> None:
        """Send one message; returns at once."""
        self._queue.put(message)

    def close(self) -> None:
        """Send what is waiting, then hang up."""
        self._queue.put(None)

    def _run(self) -> None:
        while (message := self._queue.get()) is not None:
            self._wire.send(*message)
        self._wire.close()
