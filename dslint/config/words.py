"""Words of a project's own beside those of the vocabularies."""

from __future__ import annotations

from typing import Any

from dslint import resources
from dslint.facts import datasets, meanings, organisations


def use(words: dict[str, list[dict[str, Any]]]) -> None:
    """Add words to the vocabularies of this process."""
    resources.add_words(words)


def complaint_about(vocabulary: str, row: dict[str, Any]) -> str | None:
    """Why a row that was added contradicts what is known, or None."""
    if "text" in row:
        folded = meanings.fold(row["text"])
        rows = resources.vocabulary(vocabulary)["values"]
        same = sum(meanings.fold(each["text"]) == folded for each in rows)
        return f"{row['text']!r} is known already; it cannot be given another meaning" if same > 1 else None
    if vocabulary == "datasets":
        return _different({known for name in row["names"] if (known := datasets.known_as(name))})
    bodies = {organisations.identify(name) for name in row["names"]}
    kind = next(iter(bodies))[1]
    if len(bodies) == 1 and kind != row["kind"]:
        return f"{row['names'][0]!r} is known already, as a {kind}, not a {row['kind']}"
    return _different({identity for identity, _ in bodies})


def _different(identities: set[str]) -> str | None:
    if len(identities) < 2:
        return None
    return f"names what is known to be different: {' and '.join(sorted(identities))}"
