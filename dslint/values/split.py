"""Lists of values inside one field, cut where the register put a separator and nowhere else.

Values may themselves hold commas, so known values (from the vocabularies) are matched first and an unknown
one ends at the next comma. Every function returns (offset, text) pairs, offsets into the raw field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

from dslint.memo import cached_method
from dslint.regexes import regex
from dslint.vocabularies import Vocabularies

Atom = tuple[int, str]
_SEPARATORS = regex(r"[\s,]*")
_COMMA = regex(r"\s*,\s*")
_FUSED = regex(r"(?:Yes|No|Identifiable|Anonymised)\b")


def _known_end(known: re.Pattern[str], raw: str, position: int) -> int | None:
    """Where the longest known value at the position ends, if a separator or the next value follows it."""
    end = len(raw)
    while found := known.match(raw, position, end):
        behind = raw[found.end() : found.end() + 2].lstrip()
        if not behind or behind[0] == ",":
            return found.end()
        if found.end() < len(raw) and not raw[found.end()].isspace() and _FUSED.match(raw, found.end()):
            return found.end()  # two values run together, their separator lost
        end = found.end() - 1
    return None


def closing_bracket(raw: str) -> int | None:
    """The offset of the bracket group that ends the text, found by balance from the right."""
    end = len(raw.rstrip())
    if not end or raw[end - 1] != ")":
        return None
    depth = 0
    for position in range(end - 1, -1, -1):
        if raw[position] == ")":
            depth += 1
        elif raw[position] == "(":
            depth -= 1
            if depth == 0:
                if position == 0 or raw[position - 1].isspace():
                    return position
                break
    # Brackets that do not balance: the group begins at the first one that stands free.
    free = re.search(r"(?:^|(?<=\s))\(", raw)
    return free.start() if free else None


_BARE_SECTION = regex(r"(?:Section|Regulation) \d+\w*(?:\(\w++\))*$")
_ACT = regex(r"[A-Z][^,;]*\b(?:Act|Regulations?|Directions?|Order|Powers|Notice)\b")


def _take(ends: list[tuple[int, int]], offset: int, text: str, joins: bool) -> None:
    """Add a piece to a list of spans, or to its last one."""
    end = offset + len(text)
    if joins:
        ends[-1] = (ends[-1][0], end)
    else:
        ends.append((offset, end))


def _split(raw: str, separator: re.Pattern[str]) -> tuple[Atom, ...]:
    atoms: list[Atom] = []
    start = 0
    for end, following in [*((m.start(), m.end()) for m in separator.finditer(raw)), (len(raw), len(raw))]:
        piece = raw[start:end]
        if text := piece.strip():
            atoms.append((start + len(piece) - len(piece.lstrip()), text))
        start = following
    return tuple(atoms)


_ONE_COMMA = regex(",")
_COMMA_AND = regex(r",(?:\s*and\b)?|\s+and\b")


@lru_cache(maxsize=8192)
def split_commas(raw: str) -> tuple[Atom, ...]:
    return _split(raw, _ONE_COMMA)


@lru_cache(maxsize=8192)
def split_sensitivity(raw: str) -> tuple[Atom, ...]:
    """ "Non Sensitive, and Sensitive" is two values."""
    return _split(raw, _COMMA_AND)


@lru_cache(maxsize=8192)
def split_minutes(raw: str) -> tuple[Atom, ...]:
    """File names; a comma ends one only behind its suffix, when the list has suffixes at all."""
    pieces = split_commas(raw)
    suffix = regex(r"\.\w{2,5}$")
    if not any(suffix.search(text) for _, text in pieces):
        return pieces
    ends: list[tuple[int, int]] = []
    open_name = False
    for offset, text in pieces:
        _take(ends, offset, text, joins=open_name)
        open_name = not suffix.search(text)
    return tuple((start, raw[start:end]) for start, end in ends)


_MOST_WORDS = 3  # of an answer; what is longer is prose


@lru_cache(maxsize=8192)
def split_purposes(raw: str) -> tuple[str | None, tuple[Atom, ...]]:
    """The words before the bracket ("No", "Yes", "No, Yes" or None), and the organisation types in it.

    Prose behind the word, as some internal agreements have, is no list of types.
    """
    bracket = closing_bracket(raw)
    before = raw[:bracket].strip() if bracket is not None else raw.strip()
    answers = re.match(r"(?:Yes|No)(?:\s*,\s*(?:Yes|No)(?=\s*(?:,|$)))*+(?=\s*(?:,|$))", before)
    commercial = answers.group() if answers else None
    if bracket is None or (before and before != commercial and len(before.split()) > _MOST_WORDS):
        return commercial, ()
    inner = raw[bracket + 1 : len(raw.rstrip()) - 1]
    return commercial, tuple((bracket + 1 + start, text) for start, text in split_outside_brackets(inner))


def split_outside_brackets(text: str, separator: str = ",") -> tuple[Atom, ...]:
    """Cut at the separators that stand in no round or square bracket."""
    atoms: list[Atom] = []
    depth = start = 0
    ends = [*re.finditer(rf"[(\[)\]]|{re.escape(separator)}", text)]
    for end, following, mark in [*((m.start(), m.end(), m.group()) for m in ends), (len(text), 0, "")]:
        if mark in ("(", "["):
            depth += 1
        elif mark in (")", "]"):
            depth = max(0, depth - 1)
        elif not mark or not depth:
            piece = text[start:end]
            if piece.strip():
                atoms.append((start + len(piece) - len(piece.lstrip()), piece.strip()))
            start = following
    return tuple(atoms)


def _longest_first(texts: Iterable[str]) -> list[str]:
    """In one order whatever the run: what was compiled of them is kept by what it says."""
    return sorted(texts, key=lambda text: (-len(text), text))


class Splitter:
    """Cuts the values of fields that the vocabularies know."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabulary = vocabularies.vocabulary

    @cached_method(64)
    def _known(self, *vocabularies: str) -> re.Pattern[str]:
        """Any value of the vocabularies, longest first, with free white space."""
        texts = {value["text"] for name in vocabularies for value in self._vocabulary(name)["values"]}
        alternatives = (re.escape(text).replace(r"\ ", r"\s+") for text in _longest_first(texts))
        return regex("|".join(alternatives), re.IGNORECASE)

    @cached_method(8192)
    def split_known(self, raw: str, *vocabularies: str) -> tuple[Atom, ...]:
        """Cut a comma list, keeping whole every value that a vocabulary knows."""
        known = self._known(*vocabularies)
        atoms: list[Atom] = []
        position = _SEPARATORS.match(raw).end()  # type: ignore[union-attr]
        while position < len(raw):
            end = _known_end(known, raw, position)
            if end is None:
                comma = _COMMA.search(raw, position)
                end = comma.start() if comma else len(raw.rstrip())
            atoms.append((position, raw[position:end]))
            position = _SEPARATORS.match(raw, end).end()  # type: ignore[union-attr]
        return tuple(atoms)

    @cached_method(8192)
    def split_opt_outs(self, raw: str) -> tuple[tuple[Atom, ...], tuple[Atom, ...]]:
        """The opt-out values, and those on confidentiality in brackets behind them."""
        bracket = closing_bracket(raw)
        if bracket is None:
            return self.split_known(raw, "opt_outs", "types_of_data"), ()
        inner = raw[bracket + 1 : len(raw.rstrip()) - 1]
        prefix = re.match(r"\s*Excuses:", inner)
        skip = prefix.end() if prefix else 0
        confidentiality = self.split_known(inner[skip:], "confidentiality")
        offset = bracket + 1 + skip
        return (
            self.split_known(raw[:bracket], "opt_outs", "types_of_data"),
            tuple((offset + start, text) for start, text in confidentiality),
        )

    @cached_property
    def _basis_starts(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        data = self._vocabulary("legal_bases")
        starts = regex("|".join(map(re.escape, data["starts"])))
        free = regex("|".join(map(re.escape, data["free_text"])))
        return starts, free

    @cached_method(8192)
    def split_legal_bases(self, raw: str) -> tuple[Atom, ...]:
        """Cut at the commas behind which a new basis begins; a semicolon joins the parts of one basis."""
        starts, free = self._basis_starts
        ends: list[tuple[int, int]] = []
        for offset, text in split_commas(raw):
            in_free_text = bool(ends) and free.match(raw, ends[-1][0]) is not None
            goes_on = bool(ends) and _BARE_SECTION.match(raw, *ends[-1]) is not None
            opens = starts.match(text) or (_ACT.match(text) and not in_free_text)
            _take(ends, offset, text, joins=bool(ends) and (goes_on or not opens))
        return tuple((start, raw[start:end]) for start, end in ends)

    @cached_method(8192)
    def split_format(self, raw: str) -> tuple[tuple[Atom, ...], tuple[Atom, ...]]:
        """The type of data and the sensitivity, which the oldest layout prints in one field."""
        texts = (value["text"] for value in self._vocabulary("sensitivity")["values"])
        marks = "|".join(map(re.escape, _longest_first(texts)))
        found = re.search(rf"(?:^|(?<=\s))(?:{marks})\s*$", raw, re.IGNORECASE)
        kind = raw[: found.start()] if found else raw
        sensitivity = ((found.start(), found.group().rstrip()),) if found else ()
        return ((0, kind.rstrip()),) if kind.strip() else (), sensitivity

    @cached_property
    def _names(self) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
        data = self._vocabulary("organisations")["name_lists"]
        with_commas = sorted(data["names_with_commas"], key=len, reverse=True)
        known = regex("|".join(map(re.escape, with_commas)), re.IGNORECASE)
        complete = regex(data["complete_name"], re.IGNORECASE)
        joined = regex(data["joined_name"], re.IGNORECASE)
        goes_on = regex(data["name_goes_on"], re.IGNORECASE)
        return known, complete, joined, goes_on

    @property
    def complete_name(self) -> re.Pattern[str]:
        """What the names of organisations end or begin with."""
        return self._names[1]

    @cached_method(8192)
    def split_controllers(self, raw: str) -> tuple[Atom, ...]:
        """Cut a list of organisations whose names may hold commas."""
        known, complete, joined, goes_on = self._names
        atoms: list[Atom] = []
        pieces = split_outside_brackets(raw)
        index = 0
        while index < len(pieces):
            start = pieces[index][0]
            last = index
            if found := known.match(raw, start):
                while last + 1 < len(pieces) and pieces[last + 1][0] < found.end():
                    last += 1
            elif not complete.search(pieces[index][1]):
                for further in range(index + 1, min(index + 4, len(pieces))):
                    if joined.fullmatch(raw[start : pieces[further][0] + len(pieces[further][1])]):
                        last = further
                        break
            end = pieces[last][0] + len(pieces[last][1])
            text = raw[start:end]
            if atoms and goes_on.fullmatch(text):
                start = atoms.pop()[0]
                text = raw[start:end]
            atoms.append((start, text))
            index = last + 1
        return tuple(atoms)

    @cached_method(4096)
    def split_parties(self, raw: str) -> tuple[Atom, ...]:
        """Organisations between semicolons or line ends and, where there are none, between commas.

        Where there are such, a comma is one of a name unless whole names stand on both its sides.
        """
        entries = list(re.finditer(r"[^;\r\n]*[^;\s][^;\r\n]*", raw))
        complete = self._names[1]
        atoms: list[Atom] = []
        for found in entries:
            text = found.group()
            names = self.split_controllers(text)
            if len(entries) > 1 and not all(complete.search(name) for _, name in names):
                names = _whole_entry(text)
            atoms += [(found.start() + at, name) for at, name in names]
        return tuple(atoms)

    def split(self, how: str, raw: str) -> tuple[Atom, ...]:
        """Cut a text as the table of fields says, which names an entry of SPLITTERS."""
        return SPLITTERS[how](self, raw)


def _whole_entry(text: str) -> tuple[Atom, ...]:
    return ((len(text) - len(text.lstrip()), text.strip()),)


def _whole(raw: str) -> tuple[Atom, ...]:
    return ((0, raw),) if raw else ()


SPLITTERS: dict[str, Callable[[Splitter, str], tuple[Atom, ...]]] = {
    "whole": lambda by, raw: _whole(raw),
    "commas": lambda by, raw: split_commas(raw),
    "parties": lambda by, raw: by.split_parties(raw),
    "types_of_data": lambda by, raw: by.split_known(raw, "types_of_data"),
    "opt_outs": lambda by, raw: by.split_opt_outs(raw)[0],
    "confidentiality_in_brackets": lambda by, raw: by.split_opt_outs(raw)[1],
    "confidentiality": lambda by, raw: by.split_known(raw, "confidentiality"),
    "legal_bases": lambda by, raw: by.split_legal_bases(raw),
    "sensitivity": lambda by, raw: split_sensitivity(raw),
    "format_type": lambda by, raw: by.split_format(raw)[0],
    "format_sensitivity": lambda by, raw: by.split_format(raw)[1],
    "controllers": lambda by, raw: by.split_controllers(raw),
    "organisation_types": lambda by, raw: split_purposes(raw)[1],
    "minutes": lambda by, raw: split_minutes(raw),
}
