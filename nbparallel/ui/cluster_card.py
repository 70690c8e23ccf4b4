"""How the cluster is: ``%parallel_cluster``'s answer as text and as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from nbparallel.ui import theme, wording

_COLUMNS: Final = ("worker", "pid", "host", "threads", "memory")
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
    rows = [list(_COLUMNS), *_rows(status)]
    if len(rows) == 1:
        return "\n".join(_lines(status))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    table = [
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join([*_lines(status), "", *table])


def cluster_html(status: Mapping[str, Any]) -> str:
    """Give the same as static HTML."""
    lines = "".join(f"<div>{escape(line)}</div>" for line in _lines(status))
    rows = _rows(status)
    return (
        f'<div class="nbp-cluster" style="{theme.BASE}">{lines}{_table(rows) if rows else ""}</div>'
    )


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


def _table(rows: Sequence[Sequence[str]]) -> str:
    style = "text-align:right;padding:2px 8px;white-space:nowrap"
    head = "".join(f'<th style="{style};font-weight:600">{name}</th>' for name in _COLUMNS)
    body = "".join(
        "<tr>" + "".join(f'<td style="{style}">{escape(cell)}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    return (
        '<div style="overflow-x:auto"><table style="margin:4px 0;font-size:12px;'
        f'border-collapse:collapse"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )
