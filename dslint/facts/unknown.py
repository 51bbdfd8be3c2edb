"""What dslint does not know: values that no vocabulary covers, labels it has not seen, datasets without an
alias and organisations of no known kind. Reported, never guessed."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.facts.agreement import AgreementFacts
from dslint.facts.item import Item
from dslint.facts.meanings import Meanings, fold_text
from dslint.fields import VALUES, moved
from dslint.model import Span
from dslint.tokenizer.placeholders import Placeholders

_COVERED = [kind for kind in moved(VALUES, "type_of_data", behind="legal_bases") if kind.unknown]
# The field that each vocabulary belongs to.
_FIELDS = {kind.vocabulary: kind.field for kind in _COVERED if kind.vocabulary}
_DATASET, _ORGANISATION = (
    {"kind": kind, "key": None, "belongs_to": None, "nearest": None} for kind in ("dataset", "organisation")
)
_VALUE = {"kind": "value", "key": None, "belongs_to": None, "nearest": None}
_MOST_WORDS = 3  # of an answer; what is longer is prose
_LIKE = 0.85  # how alike a misspelt word is to the right one, by difflib


def collect(facts: AgreementFacts) -> list[Item]:
    """kind: value | label | dataset | organisation; for values and labels also the nearest known one,
    and for values `key`, the field, and `belongs_to`, the field whose vocabulary knows it."""
    return [
        *_values(facts), *_dates(facts), *_answers(facts), *_purposes(facts), *_types(facts),
        *_labels(facts), *_names(facts),
    ]  # fmt: skip


def _values(facts: AgreementFacts) -> Iterator[Item]:
    meanings = facts.derived(Meanings)
    for kind in _COVERED:
        for item in facts.collection(kind.collection) or []:
            is_open = kind.unknown and item.get(kind.unknown) is None and item.get("kind") != "type_of_data"
            if is_open and not _is_placeholder(facts, item):
                known = meanings.texts(kind.vocabulary) if kind.vocabulary else {}
                values = {
                    "kind": "value",
                    "key": item.field,
                    "belongs_to": _home(item, meanings),
                    "nearest": _nearest(item.text, known),
                }
                yield item._replace(values=values)


def _is_placeholder(facts: AgreementFacts, item: Item) -> bool:
    """Whether a value is what somebody still has to write, or a part of it that a comma cuts off."""
    if facts.document.kind != "draft":
        return False
    _, start, end = item.span
    found = facts.vocabularies.derived(Placeholders).find(facts.document.lines[item.span.line - 1])
    return any(each.start < end - 1 and start - 1 < each.end for each in found)


def _dates(facts: AgreementFacts) -> Iterator[Item]:
    """What stands where dates belong, and is none."""
    for text, span in facts.agreement.values.get("unread_dates", ()):
        yield Item(text, span, "when", {**_VALUE, "key": "when"}, facts.index)


def _answers(facts: AgreementFacts) -> Iterator[Item]:
    """Answers about sublicensing that are neither yes nor no."""
    answers = facts.vocabularies.vocabulary("workbooks")["answers"]
    placeholders = facts.vocabularies.derived(Placeholders)
    for text, span in facts.agreement.values.get("sublicensing", ()):
        if text.strip().upper() not in answers and not any(placeholders.find(text)):
            yield Item(text, span, "sublicensing", {**_VALUE, "key": "sublicensing"}, facts.index)


def _purposes(facts: AgreementFacts) -> Iterator[Item]:
    """An answer about commercial purposes that is neither yes nor no. Prose may be there instead."""
    field = facts.agreement.fields.get("purposes")
    if field is None or not field.raw or facts.agreement.commercial is not None:
        return
    if any(span.column == field.column for _, span in facts.agreement.values.get("organisation_types", ())):
        return  # a workbook that prints the kind of organisation only
    answer = field.raw.partition("(")[0].strip()
    if answer and len(answer.split()) <= _MOST_WORDS and not any(facts.derived(Placeholders).find(answer)):
        start = field.column + field.raw.index(answer)
        span = Span(field.line, start, start + len(answer))
        yield Item(answer, span, "purposes", {**_VALUE, "key": "purposes"}, facts.index)


def _types(facts: AgreementFacts) -> Iterator[Item]:
    """Types of organisation that no page of the register has. Other inputs have types of their own."""
    if facts.document.kind != "register-page":
        return
    known = {fold_text(text): text for text in facts.vocabularies.vocabulary("layout")["organisation_types"]}
    for text, span in facts.agreement.values.get("organisation_types", ()):
        if fold_text(text) not in known:
            values = {**_VALUE, "key": "organisation_types", "nearest": _nearest(text, known)}
            yield Item(text, span, "purposes", values, facts.index)


def _home(item: Item, meanings: Meanings) -> str | None:
    """The other field whose vocabulary knows a value."""
    folded = fold_text(item.text)
    for vocabulary, field in _FIELDS.items():
        if field != item.field and folded in meanings.texts(vocabulary):
            return field
    if item.field != "legal_basis" and meanings.legal_basis(item.text)["provisions"]:
        return "legal_basis"
    return None


def _labels(facts: AgreementFacts) -> Iterator[Item]:
    for label in facts.agreement.unknown_labels:
        nearest = _nearest(label.text, {text.casefold(): text for text in _known_labels(facts)})
        yield Item(
            label.text, label.span, "heading",
            {"kind": "label", "key": None, "belongs_to": None, "nearest": nearest}, facts.index,
        )  # fmt: skip


def _known_labels(facts: AgreementFacts) -> list[str]:
    layout = facts.vocabularies.vocabulary("layout")
    groups = (layout["header"], layout["narrative"])
    return [label for group in groups for labels in group.values() for label in labels]


def _names(facts: AgreementFacts) -> Iterator[Item]:
    for text, span, field, values, record in facts.collection("datasets") or []:
        if not values["known"]:
            yield Item(text, span, field, _DATASET, record)
    for text, span, field, values, record in facts.collection("controllers") or []:
        if values["kind"] is None:
            yield Item(text, span, field, _ORGANISATION, record)


def _nearest(text: str, known: dict[str, str]) -> str | None:
    """The known text that another may be a misspelling of; `known` maps folded texts to printed ones."""
    import difflib

    close = difflib.get_close_matches(fold_text(text), known, 1, _LIKE)
    return known[close[0]] if close else None
