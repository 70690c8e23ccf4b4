"""Every code is explained, and every explanation has its code."""

from __future__ import annotations

import re
from pathlib import Path

from nbparallel.diagnostic import Code

REASONS = Path(__file__).parents[1] / "docs" / "reasons.md"


def sections() -> dict[str, str]:
    parts = re.split(r"^## (NBP\d+)$", REASONS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_codes_and_sections_are_the_same() -> None:
    assert sorted(sections()) == sorted(code.value for code in Code)


def test_each_section_shows_a_cell() -> None:
    assert [code for code, text in sections().items() if "```python\n" not in text] == []


def test_codes_are_stable_in_form() -> None:
    assert all(re.fullmatch(r"NBP[1-5]\d\d", code.value) for code in Code)
