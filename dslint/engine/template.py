"""Message templates: text with {alias.attribute} places, filled from what the conditions rest on."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from dslint.engine.outcome import Match
from dslint.facts import Item
from dslint.facts.item import INHERENT
from dslint.model import Place, Span
from dslint.regexes import regex
from dslint.tuples import NamedTuple

_PLACE = regex(r"\{(?P<alias>[a-z_]+)\.(?P<attribute>[a-z_]+)(?:(?P<first>\.first)|\.by\.(?P<by>[a-z_]+))?\}")
GROUP = "group"  # {group.count} is filled when the whole run is known
MOST_NAMED = 4
_STOPS = frozenset(".,;")


class Template(NamedTuple):
    source: str

    def places(self) -> list[tuple[str, str, int]]:
        """Alias, attribute and offset of each place."""
        return [
            (m["alias"], m[attribute], m.start())
            for m in _PLACE.finditer(self.source)
            for attribute in ("attribute", "by")
            if m[attribute]
        ]

    def braces(self) -> int:
        """The offset of the first brace that opens no place, or -1."""
        return _PLACE.sub(lambda found: "_" * len(found.group()), self.source).find("{")

    def fill(self, matches: list[Match], place: Callable[[Span], Place]) -> str:
        """Several values are listed, printed text in quotes; beyond a few they are counted.

        `place` leads from a span to the file, whose lines are the ones that people know. `count`, `lines`
        and `all_lines` may be asked of any alias, `.first` of any attribute, and `.by.other` takes one value
        for each of another attribute.
        """

        pieces = _pieces(self.source)
        if len(pieces) == 1:
            return self.source
        texts = [piece if isinstance(piece, str) else piece.fill(matches, place) for piece in pieces]
        for n, behind in enumerate(texts[1:]):
            if behind[:1] in _STOPS:  # of a value that is a sentence
                texts[n] = texts[n].removesuffix(".")
        return " ".join("".join(texts).split())


class _Gap(NamedTuple):
    """A place of a template, as printed and taken apart."""

    source: str
    alias: str
    attribute: str
    is_first: bool
    by: str | None = None

    def fill(self, matches: list[Match], place: Callable[[Span], Place]) -> str:
        source, mine, attribute, is_first, by = self
        if mine == GROUP:
            return source
        items = [item for alias, item, _, _ in matches if alias == mine]
        if attribute == "count":
            return str(len({(i.span.line, i.span.column, i.text) for i in items}))
        if attribute == "lines":
            return listed([str(line) for line in sorted({place(i.span).line for i in items})])
        if attribute == "all_lines":
            return _ranges(sorted({place(i.span).line for i in items}))
        if by:
            firsts: dict[object, Item] = {}
            for number, item in enumerate(items):
                firsts.setdefault(item.get(by) or number, item)
            items = list(firsts.values())
        if attribute == "text":
            texts = [f'"{text}"' for text in dict.fromkeys([item.text for item in items])]
        else:
            found: dict[str, None] = {}
            inherent = INHERENT.get(attribute)
            for item in items:
                value = inherent(item) if inherent else item[3].get(attribute)
                if value is not None:
                    found[", ".join(value) if isinstance(value, list) else str(value)] = None
            texts = list(found)
        return texts[0] if texts and is_first else listed(texts)


@lru_cache(maxsize=4096)
def _pieces(source: str) -> list[str | _Gap]:
    """A template cut at its places."""
    pieces: list[str | _Gap] = []
    reached = 0
    for found in _PLACE.finditer(source):
        gap = _Gap(found.group(), found["alias"], found["attribute"], bool(found["first"]), found["by"])
        pieces += [source[reached : found.start()], gap]
        reached = found.end()
    return [*pieces, source[reached:]]


def _ranges(lines: list[int]) -> str:
    """ "3", "3, 5-9 and 12": every line, those that follow each other together."""
    found: list[list[int]] = []
    for line in lines:
        if found and line == found[-1][-1] + 1:
            found[-1].append(line)
        else:
            found.append([line])
    texts = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in found]
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def listed(texts: list[str]) -> str:
    """ "a", "a and b", "a, b and c", "a, b, c, d and 7 more"."""
    if len(texts) == 1:
        return texts[0]
    if len(texts) > MOST_NAMED + 1:
        texts = [*texts[:MOST_NAMED], f"{len(texts) - MOST_NAMED} more"]
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)
