"""Which rules could say nothing about an input, since it does not print what they ask for.

Each agreement leaves the names of what it prints. Most agreements of an input print the same, so what is kept
are few sets of names, and rules are held against them when the run is over.
"""

from __future__ import annotations

from collections.abc import Iterable

from dslint.engine.needs import DRAFT, KINDS, PUBLISHED, ROWS, WHOLE_TEXT, Clauses
from dslint.engine.rule import Rule
from dslint.facts import AgreementFacts, DocumentFacts
from dslint.fields import ENTRIES
from dslint.model import Document
from dslint.tuples import NamedTuple

Printed = tuple[str, ...]  # the names of what an agreement prints, sorted
_GIVEN = "as_of_given"
_KEYS = {kind.name for kind in ENTRIES}


class NotAssessed(NamedTuple):
    """A rule with what is not printed for it. `reason` is layout, field or option."""

    rule: str
    reason: str
    needs: tuple[str, ...]


def printed_by(facts: AgreementFacts, as_of: str = "") -> Printed:
    """The names of the fields, sections, dates and keys of an agreement, and of what kind it is."""
    agreement = facts.agreement
    kinds = (
        DRAFT if facts.document.kind == "draft" else PUBLISHED,
        *((ROWS,) if agreement.releases else ()),
        *(() if agreement.is_summary else (WHOLE_TEXT,)),
        *(("unlabelled",) if agreement.unlabelled else ()),
        *((_GIVEN,) if as_of else ()),
    )
    return tuple(
        sorted({*agreement.fields, *agreement.sections, *agreement.entries, *facts.date_names, *kinds})
    )


def printed_in(document: Document) -> set[Printed]:
    """The same of all agreements of an input."""
    return {printed_by(facts) for page in document.pages() for facts in DocumentFacts(page).agreements}


def not_assessed(rules: Iterable[Rule], printed: Iterable[Printed]) -> list[NotAssessed]:
    """The rules that no agreement prints enough for, in their order; none where there is no agreement."""
    sets = [frozenset(each) for each in sorted(set(printed))]
    found = []
    for rule in rules if sets else ():
        fewest = _fewest(rule, sets)
        if fewest:
            found.append(NotAssessed(rule.id, _reason(fewest), tuple(fewest)))
    return found


def _fewest(rule: Rule, sets: list[frozenset[str]]) -> list[str]:
    """The fewest names that any agreement lacks for any case of a rule; none where one lacks nothing."""
    fewest: list[str] = []
    for head in rule.heads if rule.scope != "run" else ():
        for printed in sets:
            if head.by_rows is False and ROWS in printed:
                continue
            lacking = sorted(_lacking(head.needs, printed))
            if not lacking:
                return []
            if not fewest or _order(lacking) < _order(fewest):
                fewest = lacking
    return fewest


def _order(lacking: list[str]) -> tuple[bool, int]:
    """A page may print a section that it lacks; it never becomes a draft."""
    return DRAFT in lacking, len(lacking)


def _lacking(needs: Clauses, printed: frozenset[str]) -> set[str]:
    """What is needed of an agreement and not found."""
    missing = {min(clause) for clause in needs if clause.isdisjoint(printed)}
    # Only drafts have such keys.
    return {DRAFT if each in _KEYS and DRAFT not in printed else each for each in missing}


def _reason(needs: list[str]) -> str:
    if any(name in KINDS for name in needs):
        return "layout"
    return "option" if _GIVEN in needs else "field"
