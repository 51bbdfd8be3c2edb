"""Suggestions: how a draft could be written, where only one way is right.

A rule says it as data: which name to replace by which text, or which key to add. A published page or workbook
never gets one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from dslint.engine.outcome import Match
from dslint.engine.template import Template
from dslint.model import Agreement, Document, KeyPlace, Place, Span
from dslint.regexes import regex
from dslint.tokenizer.placeholders import Placeholders
from dslint.tuples import NamedTuple

# What means the same in every kind of YAML text, and in JSON.
_PLAIN = regex(r"[^\W_](?:[\w ().&/’–—-]*[\w)])?")
_OPENS = regex(r"(?:^|[:\[,-] |\[)$")  # what stands before a whole value that has no quotes
_CLOSES = regex(r"\s*(?:$|[,\]}]| #)")


class Edit(NamedTuple):
    """Write `text` in place of what a file has from one place to another. Places are 1-based, columns count
    code points, and the end is the place behind the last character."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Suggestion(NamedTuple):
    """`is_safe` tells that nothing is left to be written afterwards: a tool may apply it by itself."""

    title: str
    edits: tuple[Edit, ...]
    is_safe: bool = True


class SuggestionWords(NamedTuple):
    """What a rule says of a suggestion. `replace` is the name of what is replaced, `part` the words of it
    that are, where not all of it is; `add` is the key of a draft that is added."""

    title: Template
    text: Template
    replace: str | None = None
    part: Template | None = None
    add: str | None = None

    def templates(self) -> dict[str, Template]:
        found = {"title": self.title, "with": self.text, "part": self.part}
        return {key: template for key, template in found.items() if template is not None}


def suggestion_of(
    words: SuggestionWords | None,
    document: Document,
    record: int | None,
    matches: list[Match],
    place: Callable[[Span], Place],
) -> Suggestion | None:
    """What a rule suggests for a draft; None where it cannot be written there word for word."""
    if words is None or document.kind != "draft":
        return None
    title = words.title.fill(matches, place)
    placeholders = document.vocabularies.derived(Placeholders)
    if words.add is not None:
        edits = _added(words, document, document.agreements[record or 0])
        return Suggestion(title, (edits,), not any(placeholders.find(edits.text))) if edits else None
    found = list(_replaced(words, document, matches, place))
    if not found or None in found:
        return None
    edits_in_order = tuple(sorted({edit for edit in found if edit is not None}))
    return Suggestion(title, edits_in_order, not any(any(placeholders.find(e.text)) for e in edits_in_order))


def _replaced(
    words: SuggestionWords, document: Document, matches: list[Match], place: Callable[[Span], Place]
) -> Iterator[Edit | None]:
    """The edit for each thing of the name; None for one that is not written as it is read."""
    for one in matches:
        if one.alias != words.replace:
            continue
        mine = [one, *(one.partners or (other for other in matches if other.alias != words.replace))]
        if _is_open(words.text, mine):
            yield None
            continue
        new, span = words.text.fill(mine, place), one.item.span
        if words.part is not None:
            part = words.part.fill(mine, place)
            at = one.item.text.find(part) if part else -1
            if at < 0 or one.item.text.count(part) > 1:
                yield None
                continue
            span = Span(span.line, span.column + at, span.column + at + len(part))
        if new and new != document.text_of(span):
            yield _written(document, span, new)


def _is_open(template: Template, matches: list[Match]) -> bool:
    """Whether a template could be filled in more than one way."""
    return any(
        len({str(one.item.get(attribute)) for one in matches if one.alias == alias}) > 1
        for alias, attribute, _ in template.places()
    )


def _written(document: Document, span: Span, new: str) -> Edit | None:
    """The edit that puts a text where a stretch of a draft is written, in the quotes that it has."""
    at, old = document.place(span), document.text_of(span)
    line = document.source[at.line - 1] if at.line <= len(document.source) else ""
    start, end = at.column - 1, at.column - 1 + len(old)
    if at.line != at.end_line or line[start:end] != old:
        return None
    before, behind = line[:start], line[end:]
    if not _PLAIN.fullmatch(new):
        if before[-1:] in {'"', "'"} and behind[:1] == before[-1:]:
            new = new.replace("'", "''") if behind[0] == "'" else _as_json(new)[1:-1]
        elif _OPENS.search(before) and _CLOSES.match(behind):
            new = _as_json(new)
        else:
            return None
    return Edit(document.path, at.line, at.column, at.line, at.column + len(old), new)


def _added(words: SuggestionWords, document: Document, agreement: Agreement) -> Edit | None:
    """The edit that adds a key where the schema of drafts has it, with what is to be said there."""
    assert words.add is not None
    if not agreement.keys or words.add in agreement.keys:
        return None
    before = _next_key(words.add, agreement)
    if before.is_flow:
        return _inserted(document, before, f'"{words.add}": {_as_json(_read(words.text.source))}, ')
    indent = " " * (before.column - 1)
    value = words.text.source.strip()
    if isinstance(_read(value), str) or value[0] in "[{":
        text = f"{words.add}: {value}"
    else:
        text = "\n".join([f"{words.add}:", *(f"{indent}  {each}" for each in value.split("\n"))])
    line = document.source[before.line - 1]
    if line[: before.column - 1].strip():  # the first key of an item of a list
        return _inserted(document, before, f"{text}\n{indent}")
    at = before.line
    while at > 1 and document.source[at - 2].startswith(f"{indent}#"):
        at -= 1
    return _inserted(document, before._replace(line=at, column=1), f"{indent}{text}\n")


def _inserted(document: Document, at: KeyPlace, text: str) -> Edit:
    return Edit(document.path, at.line, at.column, at.line, at.column, text)


def _next_key(key: str, agreement: Agreement) -> KeyPlace:
    """The place of the first key that the schema has behind a key, or of the last one there is."""
    order = _order()
    own = order[key]
    later = [place for name, place in agreement.keys.items() if order.get(name, own) > own]
    return min(later, default=max(agreement.keys.values()))


@cache
def _order() -> dict[str, int]:
    """The places of the keys of an agreement in the schema."""
    from dslint import resources

    keys = resources.schema("agreement")["$defs"]["agreement"]["properties"]
    return {name: number for number, name in enumerate(keys)}


def _as_json(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


@lru_cache(maxsize=1024)
def _read(text: str) -> Any:
    """What a rule says is to be written, as data. Nobody may change it."""
    import yaml

    return yaml.load(text, yaml.BaseLoader)


def applied(text: str, edits: Sequence[Edit]) -> str:
    """A text with edits of it. Of two that overlap, the first one in the text is kept."""
    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\n|\r", text))]
    newline = "\r\n" if "\r\n" in text else "\n"
    made, reached = [], 0
    for edit in sorted(set(edits), key=lambda edit: edit[1:]):
        start = starts[edit.line - 1] + edit.column - 1
        end = starts[edit.end_line - 1] + edit.end_column - 1
        if start < reached:
            continue
        made += [text[reached:start], edit.text.replace("\n", newline)]
        reached = end
    return "".join([*made, text[reached:]])
