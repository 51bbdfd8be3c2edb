"""Words of the rule language that have another name now (vocabulary/language.yaml)."""

from __future__ import annotations

import re
from typing import Any

from dslint import compiled
from dslint.datafiles.yaml_marks import Marked, Path, Problem
from dslint.regexes import regex

_OF_ATTRIBUTES = (
    "by",
    "same",
    "like",
    "near",
    "differs",
    "distinct",
    "differ_in",
)  # keys that name attributes
_OF_COLLECTIONS = ("printed", "not_printed")
_PLACE = regex(r"(?<=\{)([a-z_]+)\.([a-z_]+)")  # of a message
_NAME = regex(r"^([a-z_]+)\.([a-z_]+)$")  # of `per` and `measured_against`


def modernise(path: str, marked: Marked) -> list[Problem]:
    """Put today's words into the data of a rule file. Returns one note for each old word, at its first place.

    The file may be wrong in any way: what is not understood is left as it is, for the checks that follow.
    """
    if not isinstance(marked.data, dict):
        return []
    words = _OldWords(path, marked)
    cases = marked.data.get("cases")
    parts: list[tuple[Path, Any]] = [((), marked.data)]
    parts += [
        (("cases", number), case) for number, case in enumerate(cases if isinstance(cases, list) else [])
    ]
    for at, part in parts:
        if isinstance(part, dict) and "when" in part:
            words.condition((*at, "when"), part["when"])
    for at, part in parts:
        if isinstance(part, dict):
            words.texts(at, part)
    return words.notes


class _OldWords:
    def __init__(self, path: str, marked: Marked) -> None:
        table = compiled.vocabulary("language")
        self.collections: dict[str, str] = table["collections"]
        self.filters: dict[str, str] = table["filters"]
        self.attributes: dict[str, dict[str, dict[str, Any]]] = table["attributes"]
        self.path = path
        self.marked = marked
        self.named: dict[str, dict[str, dict[str, Any]]] = {}  # old attributes by the names of a rule
        self.reported: set[str] = set()
        self.notes: list[Problem] = []

    def note(self, at: Path, old: str, new: str, of_key: bool = False) -> None:
        if old not in self.reported:
            self.reported.add(old)
            place = self.marked.place(at, of_key)
            self.notes.append(
                Problem(self.path, *place, f"{old} is called {new} now; the old word still works")
            )

    def condition(self, at: Path, node: Any) -> None:
        """Change a condition or a part of one."""
        if isinstance(node, list):
            for number, part in enumerate(node):
                self.condition((*at, number), part)
            return
        if not isinstance(node, dict):
            return
        for key in _OF_COLLECTIONS:
            if isinstance(listed := node.get(key), list):
                node[key] = [self._collection((*at, key, n), word) for n, word in enumerate(listed)]
        if isinstance(node.get("in"), str):
            self._of_collection(at, node)
        if isinstance(where := node.get("where"), dict):
            for attribute, wanted in where.items():
                if isinstance(wanted, dict):
                    self._rename_keys((*at, "where", attribute), wanted, self.filters)
        for key, part in node.items():
            self.condition((*at, key), part)

    def texts(self, at: Path, part: dict[str, Any]) -> None:
        """Change what names attributes of what was found: messages, `per` and `measured_against`."""
        for key in ("message", "remedy"):
            self._text((*at, key), part, key, _PLACE)
        voices = part.get("voices")
        for voice, words in voices.items() if isinstance(voices, dict) else ():
            for key in words if isinstance(words, dict) else ():
                self._text((*at, "voices", voice, key), words, key, _PLACE)
        self._text((*at, "per"), part, "per", _NAME)
        if isinstance(measured := part.get("measured_against"), dict):
            self._text((*at, "measured_against", "by"), measured, "by", _NAME)

    def _collection(self, at: Path, word: Any) -> Any:
        if not isinstance(word, str) or word not in self.collections:
            return word
        self.note(at, word, self.collections[word])
        return self.collections[word]

    def _of_collection(self, at: Path, body: dict[str, Any]) -> None:
        """A body that takes its items from a collection."""
        body["in"] = self._collection((*at, "in"), body["in"])
        old = self.attributes.get(body["in"])
        if not old:
            return
        names = {attribute: entry["now"] for attribute, entry in old.items()}
        if isinstance(where := body.get("where"), dict):
            for attribute, entry in old.items():
                if attribute in where:
                    where[attribute] = _with_values(where[attribute], entry.get("values", {}))
            self._rename_keys((*at, "where"), where, names)
        for key in _OF_ATTRIBUTES:
            if isinstance(word := body.get(key), str):
                body[key] = self._attribute((*at, key), word, names)
            elif isinstance(word, list):
                body[key] = [self._attribute((*at, key, n), each, names) for n, each in enumerate(word)]
        self._text((*at, "note"), body, "note", re.compile(r"(?<=\{)()([a-z_]+)(?=\})"), old)
        for name in (body.get("as"), *(key for key in ("left", "right") if key in body)):
            if isinstance(name, str):
                self.named.setdefault(name, old)

    def _attribute(self, at: Path, word: Any, names: dict[str, str]) -> Any:
        if not isinstance(word, str) or word not in names:
            return word
        self.note(at, word, names[word])
        return names[word]

    def _rename_keys(self, at: Path, body: dict[str, Any], names: dict[str, str]) -> None:
        """Rename keys of a mapping in their order. A new word that is given too keeps its value."""
        if not any(key in names and names[key] not in body for key in body):
            return
        entries = list(body.items())
        body.clear()
        for key, value in entries:
            new = names.get(key, key)
            if new != key and new not in dict(entries):
                self.note((*at, key), key, new, of_key=True)
                self.marked.rename((*at, key), new)
                key = new
            body[key] = value

    def _text(
        self,
        at: Path,
        part: dict[str, Any],
        key: str,
        place: re.Pattern[str],
        of: dict[str, dict[str, Any]] | None = None,
    ) -> None:
        def today(found: re.Match[str]) -> str:
            entry = (self.named.get(found[1], {}) if of is None else of).get(found[2])
            if entry is None:
                return found[0]
            self.note(at, found[2], entry["now"])
            return found[0].removesuffix(found[2]) + str(entry["now"])

        if isinstance(part.get(key), str):
            part[key] = place.sub(today, part[key])


def _with_values(wanted: Any, values: dict[str, Any]) -> Any:
    """What an attribute must be, with today's words for its old values."""
    if isinstance(wanted, str):
        return values.get(wanted, wanted)
    if isinstance(wanted, list):
        return [_with_values(each, values) for each in wanted]
    return (
        {key: _with_values(each, values) for key, each in wanted.items()}
        if isinstance(wanted, dict)
        else wanted
    )
