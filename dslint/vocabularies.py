"""The words that a run knows: the built-in vocabularies with the rows that a project adds to them."""

from __future__ import annotations

import re
from _thread import RLock
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from dslint import compiled

Row = dict[str, Any]
Made = TypeVar("Made")


class Vocabularies:
    """The built-in vocabularies and a project's own rows. They do not change once they are made.

    What reads text by these words (indexes, readers, their memories) is made from them by `derived`, once for
    each Vocabularies, and kept with them. Two with different rows share nothing.

    >>> words = Vocabularies({"sensitivity": [{"text": "Hush", "sensitivity": "sensitive", "source": "us"}]})
    >>> words.vocabulary("sensitivity")["values"][-1]["text"]
    'Hush'
    """

    def __init__(self, own: Mapping[str, Sequence[Row]] | None = None) -> None:
        """`own` are rows by the name of the vocabulary that they are added to, such as "organisations".

        Raises KeyError for a vocabulary that dslint does not have, and for a label or a heading of a field
        that it does not have.
        """
        self._own = {name: list(rows) for name, rows in (own or {}).items() if rows}
        self._whole: dict[str, Any] = {}
        for name, rows in self._own.items():
            vocabulary, add = _ADDED.get(name, (name, _with_rows))
            self._whole[vocabulary] = add(self.vocabulary(vocabulary), rows)
        self._derived: dict[Callable[[Vocabularies], Any], Any] = {}
        self._lock = RLock()

    def vocabulary(self, name: str) -> Any:
        """A vocabulary by the name of its file without the suffix, own rows behind the built-in ones."""
        return self._whole.get(name) or compiled.vocabulary(name)

    def own(self, name: str) -> list[Row]:
        """The rows that were added to a vocabulary."""
        return self._own.get(name, [])

    def rows(self) -> dict[str, list[Row]]:
        """The rows that were added, by the name of the vocabulary."""
        return self._own

    def derived(self, kind: Callable[[Vocabularies], Made]) -> Made:
        """What a class or function makes of these vocabularies. It is made when it is first asked for."""
        try:
            made: Made = self._derived[kind]
        except KeyError:
            with self._lock:
                if kind not in self._derived:
                    self._derived[kind] = kind(self)
                made = self._derived[kind]
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Picklable: the rows go along, and what is derived from them is made again."""
        return with_words, (self._own,)

    def __repr__(self) -> str:
        rows = ", ".join(f"{name}: {len(rows)}" for name, rows in self._own.items())
        return f"Vocabularies({rows or 'built-in'})"


def _with_rows(builtin: Any, own: list[Row]) -> Any:
    """The vocabulary with rows behind those of its list; as it is when what reads it asks for `own`."""
    key = next((key for key in ("aliases", "values") if key in builtin), None)
    return {**builtin, key: [*builtin[key], *own]} if key else builtin


def _with_labels(layout: Any, own: list[Row]) -> Any:
    """The labels of pages, with other spellings of them: `label` is printed for `field`."""
    groups = {name: dict(layout[name]) for name in ("header", "narrative")}
    for row in own:
        group = next((each for each in groups.values() if row["field"] in each), None)
        if group is None:
            raise KeyError(row["field"])
        group[row["field"]] = [*group[row["field"]], row["label"]]
    return {**layout, **groups}


def _with_headings(workbooks: Any, own: list[Row]) -> Any:
    """The columns of workbooks, with other headings of them: `heading` is printed for `column`."""
    kinds = {name: {**kind, "own": dict[str, str]()} for name, kind in workbooks["kinds"].items()}
    for row in own:
        having = [kind for kind in kinds.values() if row["column"] in kind.get("columns", ())]
        if not having:
            raise KeyError(row["column"])
        for kind in having:
            kind["own"][" ".join(row["heading"].split())] = row["column"]
    return {**workbooks, "kinds": kinds}


def _with_placeholders(placeholders: Any, own: list[Row]) -> Any:
    """What is still to be written in drafts, with more words for it: `text`, as whole words."""
    more = [{"what": row["what"], "pattern": rf"(?<!\w){re.escape(row['text'])}(?!\w)"} for row in own]
    return {**placeholders, "patterns": [*placeholders["patterns"], *more]}


def _by_key(part: str) -> Callable[[Any, list[Row]], Any]:
    """Adds rows to a table by their `key`. They cannot change what is there."""

    def add(table: Any, own: list[Row]) -> Any:
        return {**table, part: {**{row["key"]: row for row in own}, **table[part]}}

    return add


# What a project may add under another name than that of the vocabulary: which it is, and how rows are added.
_ADDED: dict[str, tuple[str, Callable[[Any, list[Row]], Any]]] = {
    "labels": ("layout", _with_labels),
    "headings": ("workbooks", _with_headings),
    "placeholders": ("placeholders", _with_placeholders),
    "authorities": ("authorities", _by_key("authorities")),
    "dates": ("timeline", _by_key("dates")),
}
BUILT_IN = Vocabularies()


def may_be_for(name: str) -> tuple[str, ...]:
    """The fields that "labels", or the columns that "headings", may be of; empty for other vocabularies."""
    if name == "labels":
        layout = compiled.vocabulary("layout")
        return (*layout["header"], *layout["narrative"])
    if name == "headings":
        kinds = compiled.vocabulary("workbooks")["kinds"].values()
        return tuple(dict.fromkeys(key for kind in kinds for key in kind.get("columns", ())))
    return ()


def with_words(own: Mapping[str, Sequence[Row]]) -> Vocabularies:
    """The vocabularies with these rows. Without any they are BUILT_IN, which everybody shares."""
    return Vocabularies(own) if any(own.values()) else BUILT_IN
