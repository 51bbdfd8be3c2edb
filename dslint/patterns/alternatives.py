"""How a pattern may match, and which texts a line must hold for that: told from the pattern alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

FLAGS = re.IGNORECASE
ORGANISATION = "{org}"  # in vocabularies: the place of an organisation's name
MASK = "\ufffc"  # what a name is masked with, letter for letter
_MOST_LITERALS = 40  # a longer clause tells little and costs much
_MOST_CLAUSES = 3


class Alternative(NamedTuple):
    """One way for a pattern to match. Every match holds, lower-cased, a text of each of the `clauses`."""

    source: str
    clauses: Sequence[Sequence[str]]

    def may_match(self, lowered: str) -> bool:
        for clause in self.clauses:
            for literal in clause:
                if literal in lowered:
                    break
            else:
                return False
        return True


def expanded(source: str) -> str:
    """A name is taken whole or not at all, so that no pattern tries its parts."""
    return source.replace(ORGANISATION, f"(?P<org>(?<!{MASK}){MASK}++)")


def alternatives_of(source: str, trusted: bool = False) -> list[Alternative]:
    """The alternatives that a pattern is run as: those at its outermost level where none can match nothing
    and none speaks of a group, else the whole."""
    source = expanded(source)
    try:
        parsed = parser.parse(source, FLAGS)
        parts = _outermost(source)
        if len(parts) > 1 and trusted and parsed.getwidth()[0] and not _GROUPS.search(source):
            return [Alternative(part, _clauses(parser.parse(part, FLAGS))) for part in parts]
        return [Alternative(source, _clauses(parsed))]
    except re.error:
        return [Alternative(source, ())]


# Named groups, what refers to groups, and flags of the whole.
_GROUPS = re.compile(r"\\[1-9]|\(\?(?:P|\(|[aiLmsux]+\))")
# An escape, a class of characters, a character.
_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)


def _outermost(source: str) -> list[str]:
    """A pattern cut at each bar that stands in no bracket."""
    parts, depth = [""], 0
    for atom in _ATOM.findall(source):
        depth += {"(": 1, ")": -1}.get(atom, 0)
        if atom == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += atom
    return parts


def _clauses(parsed: Any) -> list[list[str]]:
    """Sets of lower-case texts: any match holds one of each. The most telling sets come first."""
    found = [clause for clause in _required(parsed) if len(clause) <= _MOST_LITERALS]
    return [sorted(clause) for clause in sorted(found, key=_strength, reverse=True)[:_MOST_CLAUSES]]


def _strength(clause: set[str]) -> tuple[int, int]:
    """The longer its shortest text and the fewer its texts, the more a clause rules out."""
    return min(len(text.strip()) for text in clause), -len(clause)


def _required(parsed: Any) -> list[set[str]]:
    """For each element of the sequence that guarantees anything, the texts of which it guarantees one."""
    found: list[set[str]] = []
    run = ""

    def close() -> None:
        nonlocal run
        if _tells(run):
            found.append({run})
        run = ""

    for code, argument in parsed:
        if code is codes.LITERAL and chr(argument).isascii():
            run += chr(argument).lower()
            continue
        close()
        if code is codes.SUBPATTERN:
            found += _required(argument[3])
        elif code is codes.BRANCH:
            branches = [max(_required(branch), key=_strength, default=set()) for branch in argument[1]]
            if all(branches):
                found.append(set().union(*branches))
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[0] > 0:
            found += _required(argument[2])
        elif code is codes.ATOMIC_GROUP:
            found += _required(argument)
    close()
    return found


def _tells(text: str) -> bool:
    """Single letters and blanks stand in every line."""
    return len(text) > 1 or not (text.isalnum() or text.isspace() or not text)
