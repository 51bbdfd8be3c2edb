"""Patterns, groups of sections and groups of collections that a rule uses by their names.

`{name}` in a pattern is replaced by the pattern of that name. The names are those of
vocabulary/patterns.yaml and those that a rule gives under `patterns`, which may use earlier ones.

>>> rule = {"patterns": {"moor": "moors?"}, "when": {"text": {"in": "both", "match": "the {moor}"}}}
>>> use_names(rule, {}, {"both": ["outputs", "processing"]})
[]
>>> rule
{'when': {'text': {'in': ['outputs', 'processing'], 'match': 'the (?:moors?)'}}}
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from dslint.datafiles.nearest import nearest
from dslint.regexes import regex
from dslint.tuples import NamedTuple

# A name in braces, or a character behind a backslash. Whatever begins as a word does is
# meant for a name, such as {Moor} and {moor-2}: a repetition begins with a digit or a comma.
_NAME = regex(r"\\[NpP]\{[^{}]*\}|\\.|\{ ?([^\W\d][\w.-]*) ?\}", re.DOTALL)
_PATTERN_KEYS = ("match", "no_match", "sentence_has", "sentence_lacks")


LONGEST = 100_000  # code points of a pattern in which the named ones are in their places


class WrongName(NamedTuple):
    """The path of a pattern, and what is wrong with a name in it."""

    path: tuple[str | int, ...]
    message: str


def use_names(
    rule: dict[str, Any],
    patterns: Mapping[str, str],
    sections: Mapping[str, Sequence[str]],
    collections: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> list[WrongName]:
    """Replace names in the conditions of a rule that fits its schema, and take its `patterns` out."""
    names = _Names(patterns, sections, collections)
    for name, source in rule.pop("patterns", {}).items():
        names.patterns[name] = names.whole(("patterns", name), source)
    names.walk(("when",), rule.get("when"))
    for number, case in enumerate(rule.get("cases", ())):
        names.walk(("cases", number, "when"), case.get("when"))
    return names.wrong


class _Names:
    def __init__(
        self,
        patterns: Mapping[str, str],
        sections: Mapping[str, Sequence[str]],
        collections: Mapping[str, Sequence[str]],
    ) -> None:
        self.patterns = dict(patterns)
        self.sections = sections
        self.collections = collections
        self.wrong: list[WrongName] = []

    def whole(self, at: tuple[str | int, ...], source: str) -> str:
        """A pattern with the named ones in their places."""
        room = LONGEST

        def named(found: re.Match[str]) -> str:
            nonlocal room
            name = found[1]
            if name is None:
                return found[0]
            if found[0] != f"{{{name}}}" or name not in self.patterns:
                self.wrong.append(WrongName(at, self._unknown(name)))
                return found[0]
            known = self.patterns[name]
            room -= len(known)
            if room < 0:
                return ""
            return known if found[0] == source else f"(?:{known})"

        made = _NAME.sub(named, source)
        if room < 0:
            self.wrong.append(
                WrongName(at, "is too long when the patterns that it names are in their places")
            )
        return made

    def _unknown(self, name: str) -> str:
        known = sorted(self.patterns)
        meant = nearest(name, known) or "; known: " + ", ".join(known)
        return f"unknown pattern {name}{meant} (\\{{{name}}} means the braces themselves)"

    def walk(self, at: tuple[str | int, ...], node: Any) -> None:
        if isinstance(node, list):
            for number, part in enumerate(node):
                self.walk((*at, number), part)
        if not isinstance(node, dict):
            return
        for key, part in node.items():
            if key in _PATTERN_KEYS:
                node[key] = self.whole((*at, key), part)
            elif key == "text" and "in" in part:
                part["in"] = self._sections(part["in"])
                self.walk((*at, key), part)
            else:
                self.walk((*at, key), part)
                if key == "without":
                    self._unwanted(part)

    def _unwanted(self, joins: list[dict[str, Any]]) -> None:
        """Put a join for each collection of a group in its place. Others keep theirs, for messages."""
        for number, join in enumerate(list(joins)):
            first, *others = self.collections.get(join.get("in", ""), ("",))
            if first:
                joins[number] = {**join, "in": first}
                joins += [{**join, "in": each} for each in others]

    def _sections(self, wanted: Any) -> Any:
        """One section or several, with those of a group in its place."""
        listed = wanted if isinstance(wanted, list) else [wanted]
        if self.sections.keys().isdisjoint(listed):
            return wanted
        return list(dict.fromkeys(s for each in listed for s in self.sections.get(each, [each])))
