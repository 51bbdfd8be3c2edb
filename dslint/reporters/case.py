"""A case as text and as JSON: what a draft and another document of it say differently."""

from __future__ import annotations

from typing import Any

from dslint.compare.case import CaseComparison, Statement
from dslint.reporters import place
from dslint.reporters.escape import visible
from dslint.reporters.frame import wrap
from dslint.reporters.json_text import as_json
from dslint.reporters.phrases import clip
from dslint.reporters.place import in_sheet
from dslint.values.numbers import count

_LONGEST = 240  # characters of one text


def render_text(cases: list[CaseComparison], width: int = 80) -> str:
    """Both sides of each difference, those of the draft first."""
    lines: list[str] = []
    for case in cases:
        lines.append(f"{visible(case.reference)}: {visible(case.draft)} and {visible(case.other)}")
        for each in case.differences:
            lines.append(f"  {each.label}")
            for path, statements in ((case.draft, each.draft), (case.other, each.other)):
                lines += _side(path, statements, width)
        if case.not_compared:
            rest = f"Not stated in both, so not compared: {', '.join(case.not_compared)}."
            lines += [f"  {line}" for line in wrap(rest, width - 2)]
        lines += [f"  {count(len(case.differences), 'difference')}.", ""]
    return "\n".join(lines)


def _side(path: str, statements: tuple[Statement, ...], width: int) -> list[str]:
    if not statements:
        return [f"    {visible(path)}: not there"]
    lines = []
    for each in statements:
        where = place.where(visible(path), each.at) if each.at else visible(path)
        lines.append(f"    {where}")
        lines += [f"      {line}" for line in wrap(clip(visible(each.text), _LONGEST), width - 6)]
    return lines


def render_json(cases: list[CaseComparison]) -> str:
    return as_json({"cases": [_case(case) for case in cases]})


def _case(case: CaseComparison) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "draft": case.draft,
        "other": case.other,
        "differences": [
            {
                "field": each.key,
                "label": each.label,
                "draft": [_statement(one) for one in each.draft],
                "other": [_statement(one) for one in each.other],
            }
            for each in case.differences
        ],
        "not_compared": list(case.not_compared),
    }


def _statement(one: Statement) -> dict[str, Any]:
    at = {"line": one.at.line, **in_sheet(one.at.sheet, one.at.cell)} if one.at else {"line": None}
    return {"text": one.text, **at}
