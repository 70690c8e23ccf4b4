"""How the cluster is: ``%parallel_cluster``'s answer as text and as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from nbparallel.ui import html, theme, wording
from nbparallel.ui.tables import html_table, text_table

_COLUMNS: Final = ("worker", "pid", "host", "threads", "memory")
_LEFT: Final = ("worker", "host")
_SENTENCES: Final = {
    "stopped": "no workers yet: they start when a loop is worth it, or with "
    "%parallel_cluster start",
    "starting": "workers are starting",
    "running": "the cluster has no workers",
    "connected": "the cluster has no workers",
    "failed": "the workers could not be started",
}


def cluster_text(status: Mapping[str, Any]) -> str:
    """Give the state in one line and a table of the workers."""
    rows = _rows(status)
    return "\n".join([*_lines(status), *(["", *text_table(_COLUMNS, rows, _LEFT)] if rows else [])])


def cluster_html(status: Mapping[str, Any]) -> str:
    """Give the same as static HTML."""
    lines = "".join(f"<div>{html.prose(line)}</div>" for line in _lines(status))
    table = html_table(_COLUMNS, _rows(status), _LEFT, label="workers")
    return f'<div class="nbp-cluster" style="{theme.BASE}">{lines}{table}</div>'


def show(status: Mapping[str, Any], shell: Any) -> None:
    """Show the status where the shell can; print it elsewhere."""
    from nbparallel.ui.publish import show_both

    show_both(shell, cluster_html(status), cluster_text(status))


def _lines(status: Mapping[str, Any]) -> list[str]:
    state = str(status.get("state", "stopped"))
    workers = status.get("workers") or []
    address = status.get("address")
    if workers:
        known = [worker["memory"] for worker in workers if worker.get("memory")]
        memory = f", {wording.size(sum(known))} of memory" if known else ""
        verb = "connected to" if state == "connected" else "running"
        where = f" at {address}" if address else ""
        lines = [f"{verb} {wording.count(len(workers), 'worker')}{where}{memory}"]
    else:
        sentence = _SENTENCES.get(state, state)
        lines = [f"{sentence} ({address})" if address and state != "stopped" else sentence]
    if status.get("dashboard"):
        lines.append(f"dashboard: {status['dashboard']}")
    if status.get("error"):
        lines.append(f"error: {status['error']}")
    return lines


def _rows(status: Mapping[str, Any]) -> list[list[str]]:
    return [
        [
            str(worker.get("name", "")),
            str(worker.get("pid") or ""),
            str(worker.get("host", "")),
            str(worker.get("threads", "")),
            wording.size(worker["memory"]) if worker.get("memory") else "",
        ]
        for worker in status.get("workers") or []
    ]
