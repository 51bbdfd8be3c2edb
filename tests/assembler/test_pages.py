"""Pages in every layout, invented, with what must be understood of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, page

from dslint.reporters.parse_json import document_value

PAGES = sorted((ROOT / "tests" / "pages").glob("*.txt"))


def differences(expected: Any, actual: Any, where: str) -> list[str]:
    """What differs, looking only at what is expected; fields, sections and lists must be complete."""
    if isinstance(expected, dict):
        found = []
        if where.endswith((".fields", ".sections")) and set(expected) != set(actual):
            found.append(f"{where}: {sorted(actual)} instead of {sorted(expected)}")
        for key, value in expected.items():
            found += differences(value, actual.get(key, "nothing"), f"{where}.{key}")
        return found
    if isinstance(expected, list) and expected and isinstance(expected[0], dict) and isinstance(actual, list):
        if len(expected) != len(actual):
            return [f"{where}: {len(actual)} instead of {len(expected)}"]
        pairs = enumerate(zip(expected, actual, strict=True))
        return [line for n, (e, a) in pairs for line in differences(e, a, f"{where}[{n}]")]
    return [] if expected == actual else [f"{where}: {actual!r} instead of {expected!r}"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert differences(expected, document_value(page(path)), path.stem) == []
