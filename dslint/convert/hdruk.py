"""The data use register standard of HDR UK: a row for each agreement, in its columns.

Which column comes from which fact is data (vocabulary/hdruk.yaml). A cell that the agreement does not settle
stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from dslint import compiled
from dslint.facts import AgreementFacts, DocumentFacts
from dslint.model import Document
from dslint.regexes import regex
from dslint.reporters.csv_table import table
from dslint.tuples import NamedTuple
from dslint.values.cells import read_date

_DAY = len("2019-07-01")


class Register(NamedTuple):
    """`unfilled` are the columns that no agreement could fill, with the reason."""

    text: str
    unfilled: list[tuple[str, str]]


def register(documents: list[Document]) -> Register:
    columns = compiled.vocabulary("hdruk")["columns"]
    names = [column["name"] for column in columns]
    rows = [cells for _, cells in rows_of(documents, columns)]
    return Register(table(names, rows), unfilled(columns, rows))


def rows_of(
    documents: list[Document], columns: list[dict[str, Any]]
) -> Iterator[tuple[AgreementFacts, list[str]]]:
    """Each agreement with its cells. What a section prints for one column is no part of the others."""
    printed = frozenset(heading for column in columns for heading in _headings(column))
    columns = [{**column, "printed": printed} for column in columns]
    for document in documents:
        for page in document.pages():
            for facts in DocumentFacts(page).agreements:
                yield facts, [_cell(column, facts) for column in columns]


def unfilled(columns: list[dict[str, Any]], rows: list[list[str]]) -> list[tuple[str, str]]:
    """The columns that are empty in each row, with the reason."""
    return [
        (column["name"], column.get("empty", "none of the agreements states it"))
        for index, column in enumerate(columns)
        if not any(row[index] for row in rows)
    ]


def _cell(column: dict[str, Any], facts: AgreementFacts) -> str:
    found = (read(facts, column) for kind, read in _KINDS.items() if kind in column)
    return next(filter(None, found), "")


def _of_agreement(facts: AgreementFacts, column: dict[str, Any]) -> str:
    """reference, title or organisation."""
    organisation = facts.document.organisation_name
    if column["agreement"] == "organisation":
        return organisation
    found = str(getattr(facts.agreement, column["agreement"]) or "")
    # What prints no title is named by its organisation.
    return "" if column["agreement"] == "title" and found == organisation else found


def _date(facts: AgreementFacts, column: dict[str, Any]) -> str:
    """A date to the day; a coarser one would claim more than is printed."""
    found = facts.date(column["date"])
    return found.text if found and len(found.text) == _DAY else ""


def _day(facts: AgreementFacts, column: dict[str, Any]) -> str:
    """The last day that a field prints; a month alone is none."""
    found = (read_date(value.text) for value in facts.agreement.values.get(column["day"], ()))
    return max((day for day in found if day and len(day) == _DAY), default="")


def _sections(facts: AgreementFacts, column: dict[str, Any]) -> str:
    wanted = set(column["sections"])
    labels = {key: section.label.strip(" *:") for key, section in facts.agreement.sections.items()}
    if "labels" in column:
        wanted = {key for key in wanted if labels.get(key) in column["labels"]}
    wanted = {key for key in wanted if labels.get(key) not in column.get("not_labels", ())}
    return "\n".join(
        text.strip()
        for section, _, lines in facts.narrative
        if section in wanted
        for text in lines
        if text.strip() and not ((own := _printed(text)) and own[0] in column["printed"])
    )


_PRINTED = regex(r"(?P<heading>[A-Za-z][^:\n]{2,80}): (?P<text>.+)", re.DOTALL)


def _headings(column: dict[str, Any]) -> list[str]:
    """The headings behind which a section prints what a column has: one, or several spellings."""
    line = column.get("line", [])
    return [each.casefold() for each in ([line] if isinstance(line, str) else line)]


def _line(facts: AgreementFacts, column: dict[str, Any]) -> str:
    """What a section prints behind a heading of the standard, as an input in its columns has it."""
    for _, _, lines in facts.narrative:
        for text in lines:
            found = _printed(text)
            if found and found[0] in _headings(column):
                return _choice(column, [found[1]]) if "choices" in column else found[1]
    return ""


def _printed(text: str) -> tuple[str, str] | None:
    """The heading that a line begins with, regardless of case, and what is behind it."""
    found = _PRINTED.fullmatch(text.strip())
    return (found["heading"].casefold(), found["text"].strip()) if found else None


def _values(facts: AgreementFacts, column: dict[str, Any]) -> str:
    """The printed values; or, with an attribute, the words that the standard has for what they mean.

    `first` chooses the first word of a list that any value means; else all must mean the same. With `choices`
    so must the printed values.
    """
    items = facts.collection(column["values"]) or []
    if "choices" in column and "attribute" not in column:
        return _choice(column, [item.text for item in items])
    if "attribute" not in column:
        return ", ".join(dict.fromkeys(item.text for item in items))
    if "choices" in column and (found := _choice(column, [item.text for item in items])):
        return found
    meant: list[Any] = []
    for item in items:
        found = item.get(column["attribute"])
        meant += found if isinstance(found, list) else [found]
    words: dict[str, str] = column["words"]
    if "first" in column:
        return next((words[each] for each in column["first"] if each in meant), "")
    known = {words.get(each, "") for each in meant}
    return known.pop() if len(known) == 1 else ""


def _choice(column: dict[str, Any], printed: list[str]) -> str:
    """The one of the words that the column takes which all printed values mean."""
    words = {word.casefold(): word for word in column["choices"]}
    words |= {text.casefold(): word for text, word in column.get("texts", {}).items()}
    meant = {words.get(" ".join(text.split()).casefold(), "") for text in printed}
    return meant.pop() if len(meant) == 1 else ""


_KINDS: dict[str, Callable[[AgreementFacts, dict[str, Any]], str]] = {
    "line": _line,
    "agreement": _of_agreement,
    "date": _date,
    "day": _day,
    "sections": _sections,
    "values": _values,
}
