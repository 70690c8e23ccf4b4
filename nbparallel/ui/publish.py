"""The few ways this package speaks through a shell's display publisher."""

from __future__ import annotations

from typing import Any, Final

NAME: Final = "nbparallel"
"""What is published begins with it, so that others (nbval's sanitizer, say) can know it."""


def wrapped(html: str) -> str:
    """Mark HTML as ours."""
    return f'<div class="{NAME}">{html}</div>' if html else ""


def can_display(shell: Any) -> bool:
    """Whether what the shell displays reaches a Jupyter front end rather than a terminal."""
    return shell is not None and getattr(shell, "kernel", None) is not None


def publish(
    shell: Any, html: str, text: str, display_id: str | None = None, *, update: bool = False
) -> None:
    """Display a static bundle, or replace an earlier display by it."""
    transient = {"display_id": display_id} if display_id is not None else {}
    data = {"text/html": wrapped(html), "text/plain": f"{NAME}: {text}" if text else ""}
    shell.display_pub.publish(data, metadata={}, transient=transient, update=update)


def show_both(shell: Any, html: str, text: str) -> None:
    """Display HTML where a front end can show it; print text elsewhere."""
    if can_display(shell):
        publish(shell, html, text)
    else:
        print(text)
