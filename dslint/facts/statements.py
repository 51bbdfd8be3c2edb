"""Everything that the narrative of an agreement states, as items of one collection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.facts.agreement import AgreementFacts
from dslint.facts.datasets import Datasets
from dslint.facts.frames import Framed, Frames
from dslint.facts.item import Item
from dslint.facts.sentences import sentence_around
from dslint.model import Span

_LONGEST_HEADING = 100  # code points
_NOTHING: dict[str, Any] = dict.fromkeys(
    ("role", "act", "party", "organisation", "dataset", "family", "level", "meaning")
)
_KINDS = {"declared": "role", "controller": "role", "none": "role", "acting": "act"}
_ROLES = {"declared": "processor", "controller": "controller", "none": "none", "acting": "none"}

Named = tuple[tuple[str | None, str], ...]  # datasets with their families


def statements_of(facts: AgreementFacts) -> list[Item] | None:
    """Roles, acts and framed statements, in the order of the record; None without any narrative."""
    if not facts.narrative:
        return None
    found = [*_of_parties(facts), *_framed(facts)]
    return sorted(found, key=lambda item: (item.span.line, item.span.column))


def may_state(facts: AgreementFacts, types: frozenset[Any]) -> bool:
    """Whether any statement may be of one of these types."""
    if not types.isdisjoint(_KINDS.values()):
        return True
    may_state = facts.derived(Frames).may_state
    return any(may_state(lines, types) for _, _, lines in facts.narrative)


def _of_parties(facts: AgreementFacts) -> Iterator[Item]:
    mentions_in = facts.derived(Datasets).mentions_in
    for section, number, role in facts.roles:
        text = facts.document.lines[number - 1]
        first, last = sentence_around(text, role.start, role.end)
        named = _named_in(mentions_in(text), first, last) or ((None, ""),)
        for dataset, family in named:
            yield Item(
                text[role.start : role.end],
                Span(number, role.start + 1, role.end + 1),
                section,
                {
                    **_NOTHING,
                    "type": _KINDS[role.role],
                    "role": _ROLES[role.role],
                    "act": role.act,
                    "party": role.name,
                    "organisation": role.identity,
                    "dataset": dataset,
                    "family": family or None,
                    "level": role.level,
                    "polarity": "no" if role.role == "none" else "yes",
                    "modality": "is",
                    "excepted": False,
                },
                facts.index,
            )


def _framed(facts: AgreementFacts) -> Iterator[Item]:
    statements_in = facts.derived(Frames).statements_in
    mentions_in = facts.derived(Datasets).mentions_in
    for section, first, lines in facts.narrative:
        block: Named = ()
        for index, text in enumerate(lines):
            if _is_heading(text):
                block = _named_in(mentions_in(text), 0, len(text))
            for framed in statements_in(text):
                named = _named_in(mentions_in(text), framed.first, framed.last) or block or ((None, ""),)
                for dataset, family in named:
                    yield _item(facts, section, first + index, text, framed, dataset, family)


def _item(
    facts: AgreementFacts,
    section: str,
    line: int,
    text: str,
    framed: Framed,
    dataset: str | None,
    family: str,
) -> Item:
    return Item(
        text[framed.start : framed.end],
        Span(line, framed.start + 1, framed.end + 1),
        section,
        {
            **_NOTHING,
            "type": framed.type,
            "level": framed.level,
            "meaning": framed.meaning,
            "polarity": framed.polarity,
            "modality": framed.modality,
            "excepted": framed.excepted,
            "dataset": dataset,
            "family": family or None,
        },
        facts.index,
    )


def _is_heading(text: str) -> bool:
    """Whether a line can head a block: short, and no sentence."""
    stripped = text.strip()
    return 0 < len(stripped) <= _LONGEST_HEADING and stripped[-1] not in ".;,"


def _named_in(mentions: Any, first: int, last: int) -> Named:
    """The datasets that a stretch of a line names, each once."""
    found = {
        (mention.dataset, mention.family): None
        for mention in mentions
        if mention.form == "name" and first <= mention.start < last
    }
    return tuple(found)
