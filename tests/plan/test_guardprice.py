"""What guards cost, and what is remembered of it."""

from __future__ import annotations

from nbparallel.plan.chunks import Grain
from nbparallel.plan.guardprice import FREE, SHARE, TRIES, Price, Prices

LIBRARIES = frozenset({"one", "other"})
CALLS = frozenset({"f"})


def price(prices: Prices, modules: int) -> float:
    return prices.of(LIBRARIES, modules, CALLS).once


def test_before_anything_was_measured_the_modules_tell() -> None:
    prices = Prices()
    assert price(prices, 0) < price(prices, 10) < 1
    assert price(prices, 300) > 2


def test_what_was_measured_counts() -> None:
    prices = Prices()
    prices.looked(LIBRARIES, 0.02)
    prices.opened(LIBRARIES, 0.1)
    assert price(prices, 300) == 0.02 + 0.1
    assert prices.of(LIBRARIES - {"one"}, 300, CALLS).once > 2


def test_chunks_are_long_enough_for_their_guards() -> None:
    assert FREE.grain() == Grain()
    grain = Price(0.0, 0.2).grain()
    assert grain.shortest == 0.2 / SHARE <= grain.longest
    assert 0.2 < grain.unmeasured < grain.shortest


def test_what_trips_each_time_is_in_vain() -> None:
    prices = Prices()
    for _ in range(TRIES):
        assert prices.in_vain(CALLS) == ""
        before = price(prices, 10)
        prices.tripped(CALLS, "a change of `x`")
        assert price(prices, 10) > before
    assert prices.in_vain(CALLS) == "a change of `x`"
    assert prices.in_vain(frozenset({"g"})) == ""
    prices.passed(CALLS)
    assert prices.in_vain(CALLS) == ""
