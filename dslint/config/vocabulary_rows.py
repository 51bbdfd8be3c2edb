"""Words of a project's own beside those of the vocabularies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.assembler.dialects import plain
from dslint.facts.datasets import Datasets
from dslint.facts.meanings import fold_text
from dslint.facts.organisations import Organisations
from dslint.tokenizer.lexicon import Lexicon, fold_label
from dslint.vocabularies import BUILT_IN, Vocabularies


def complaint_about(vocabularies: Vocabularies, vocabulary: str, row: dict[str, Any]) -> str | None:
    """Why a row that was added to one of the vocabularies contradicts what is known, or None."""
    if vocabulary in {"headings", "placeholders"}:
        return None  # a heading is one of your own sheets, and more words for a gap contradict nothing
    if vocabulary == "labels":
        printed = vocabularies.derived(Lexicon).printed
        of = [key for key, labels in printed.items() for each in labels if _same_label(each, row["label"])]
        other = next((key for key in of if key != row["field"]), row["field"])
        return f"{row['label']!r} is a label already, of {other}" if len(of) > 1 else None
    if vocabulary in {"authorities", "dates"}:
        return f"{row['key']} is known already" if _builtin_has(vocabulary, row["key"]) else None
    if "text" in row:
        folded = fold_text(row["text"])
        rows = vocabularies.vocabulary(vocabulary)["values"]
        same = sum(fold_text(each["text"]) == folded for each in rows)
        return f"{row['text']!r} is known already; it cannot be given another meaning" if same > 1 else None
    if vocabulary == "datasets":
        known_as = vocabularies.derived(Datasets).known_as
        return _different({known for name in row["names"] if (known := known_as(name))})
    identify = vocabularies.derived(Organisations).identify
    bodies = {identify(name) for name in row["names"]}
    kind = next(iter(bodies))[1]
    if len(bodies) == 1 and kind != row["kind"]:
        return f"{row['names'][0]!r} is known already, as a {kind}, not a {row['kind']}"
    return _different({identity for identity, _ in bodies})


def doubled_headings(dialect: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where two keys of a dialect name one heading, of which only the first would get it."""
    for number, table in enumerate(dialect.get("tables", ())):
        yield from _doubled(table, ("columns", "adds"), ("tables", number))
    yield from _doubled(dialect.get("form", {}), ("questions", "adds"), ("form",))


def _doubled(
    of: dict[str, Any], parts: tuple[str, ...], at: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    named: dict[str, str] = {}
    for part in parts:
        for key, value in of.get(part, {}).items():
            headings = value["headings"] if isinstance(value, dict) else value
            for heading in [headings] if isinstance(headings, str) else headings:
                first = named.setdefault(plain(heading), key)
                if first != key:
                    yield (
                        (*at, part, key),
                        f"{heading!r} is named by {first} already, and a heading is of one field only",
                    )


def _same_label(one: str, other: str) -> bool:
    return fold_label(one) == fold_label(other)


def _builtin_has(vocabulary: str, key: str) -> bool:
    file = "timeline" if vocabulary == "dates" else vocabulary
    return key in BUILT_IN.vocabulary(file)[vocabulary]


def _different(identities: set[str]) -> str | None:
    if len(identities) < 2:
        return None
    return f"names what is known to be different: {' and '.join(sorted(identities))}"
