"""Rules that could not be assessed, in words."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.engine.assessable import NotAssessed
from dslint.engine.report import Report
from dslint.fields import ENTRIES, NARRATIVES, SINGLES, VALUES
from dslint.values.numbers import count

MOST_RULES = 3  # that a summary names
_KINDS = {
    "draft": "for drafts",
    "published": "for what is published",
    "rows": "for rows of releases",
    "whole_text": "for texts that are no summary",
    "as_of_given": "with --as-of only",
}
_ANY_DATE = dict.fromkeys(("first", "last", "made", "known_by"), "dates")
_LABELS = {
    **{kind.field: kind.label for kind in VALUES if kind.field},
    **{kind.name: kind.label for kind in ENTRIES},
    **{row.key: row.label for row in (*SINGLES, *NARRATIVES)},
    **_ANY_DATE,
}


def reasons(found: Iterable[NotAssessed]) -> list[str]:
    """A line for each reason: the rules, and what is not printed."""
    by_reason: dict[str, list[str]] = {}
    for each in found:
        by_reason.setdefault(_reason(each), []).append(each.rule)
    return [f"{', '.join(rules)}: {reason}" for reason, rules in by_reason.items()]


def _reason(found: NotAssessed) -> str:
    kinds = [words for name, words in _KINDS.items() if name in found.needs]
    if kinds:
        return kinds[0]
    labels = dict.fromkeys(_LABELS.get(name, name.replace("_", " ")) for name in found.needs)
    return f"{', '.join(labels)} not printed"


def in_a_sentence(report: Report) -> str | None:
    """How many rules could not be assessed, and which, in a line; those that are about other kinds of inputs
    are named last."""
    found = sorted(report.not_assessed, key=lambda each: each.reason == "layout")
    if not found:
        return None
    named = ", ".join(each.rule for each in found[:MOST_RULES])
    more = " …" if len(found) > MOST_RULES else ""
    return f"{count(len(found), 'rule')} could not be assessed: {named}{more}; see --statistics."
