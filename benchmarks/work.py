"""The work that is measured: a module, so that every system can import it."""


def work(size: int) -> float:
    """Some pure Python."""
    total = 0.0
    for i in range(size):
        total += i * 0.5 % 7
    return total
