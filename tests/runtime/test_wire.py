"""Messages between two processes' ends of a pair of sockets."""

from __future__ import annotations

import socket
import threading

from nbparallel.runtime.errands import Arrival, Terms
from nbparallel.runtime.relay import Relay
from nbparallel.runtime.wire import Outbox, Wire


def pair() -> tuple[Wire, Wire]:
    """Give both ends."""
    ours, theirs = socket.socketpair()
    return Wire(ours), Wire(theirs)


def test_messages_come_in_order_until_the_peer_hangs_up() -> None:
    ours, theirs = pair()
    for number in range(100):
        ours.send("count", number)
    ours.close()
    assert list(theirs.messages()) == [("count", number) for number in range(100)]


def test_a_message_cut_short_is_none() -> None:
    one, other = socket.socketpair()
    one.sendall(b"\0" * 7 + b"\x09" + b"abc")
    one.close()
    assert list(Wire(other).messages()) == []


def test_both_may_send_much_at_once() -> None:
    ends = pair()
    got: list[list[int]] = [[], []]

    def read(side: int) -> None:
        for _, data in ends[side].messages():
            got[side].append(len(data))
            if len(got[side]) == 20:
                return

    readers = [threading.Thread(target=read, args=(side,)) for side in (0, 1)]
    senders = [
        threading.Thread(target=lambda e=end: [e.send("x", bytes(500_000)) for _ in range(20)])  # type: ignore[misc]
        for end in ends
    ]
    for thread in [*readers, *senders]:
        thread.start()
    for thread in [*readers, *senders]:
        thread.join()
    assert got == [[500_000] * 20] * 2


def test_a_peer_that_is_gone_is_no_error_for_the_sender() -> None:
    ours, theirs = pair()
    theirs.close()
    for _ in range(3):
        ours.send("anyone", "there")
    assert list(ours.messages()) == []


def test_a_relay_passes_on_and_hears() -> None:
    ours, theirs = pair()
    relay = Relay(Outbox(ours))
    relay.open("loop", b"parcel", Terms("engine"))
    relay.submit("loop", [(0, b"data")], [0.5])
    messages = theirs.messages()
    assert [next(messages), next(messages)] == [
        ("open", "loop", b"parcel", Terms("engine")),
        ("submit", "loop", [(0, b"data")], [0.5]),
    ]
    back = [Arrival("loop", (0,), None, b"answers")]
    relay.hear("arrivals", back)
    relay.hear("arrivals", back)
    assert relay.poll(1.0) == back * 2
    assert relay.poll(0) == []
    relay.end()
    assert (relay.gone, relay.peers()) == (True, ())
