"""Who the text calls a processor, and who it says does something with data.

The patterns are data (vocabulary/parties.yaml). They run over each line with the recognised names masked
by a placeholder of the same length, so that offsets stay those of the line.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from dslint import resources
from dslint.facts.organisations import Mention, find_mentions, identify
from dslint.facts.sentences import sentence_around
from dslint.patterns import MASK, Pattern


class Role(NamedTuple):
    """One statement of a role; offsets are 0-based into the line."""

    role: str  # declared | acting
    form: str  # heading | sentence
    name: str
    identity: str
    kind: str | None
    start: int
    end: int
    number: str | None = None
    act: str | None = None
    level: str | None = None


class _Statement(NamedTuple):
    role: str
    act: str | None
    every: bool
    match: Pattern


class _Patterns(NamedTuple):
    headings: tuple[re.Pattern[str], ...]
    heading_length: int
    statements: tuple[_Statement, ...]
    negative: re.Pattern[str]
    levels: tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]
    listed_below: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data: dict[str, Any] = resources.vocabulary("parties")
    literals = resources.pattern_literals()
    return _Patterns(
        tuple(re.compile(pattern) for pattern in data["headings"]),
        data["heading_length"],
        tuple(
            _Statement(
                entry["role"],
                entry.get("act"),
                bool(entry.get("list")),
                Pattern(entry["match"], tuple(literals[entry["match"]]), trusted=True),
            )
            for entry in data["statements"]
        ),
        re.compile(data["negative"], re.IGNORECASE),
        tuple(
            (
                entry["level"],
                re.compile(entry["match"], re.IGNORECASE),
                re.compile(entry["unless"], re.IGNORECASE) if "unless" in entry else None,
            )
            for entry in data["levels"]
        ),
        re.compile(data["listed_below"], re.IGNORECASE),
    )


LONGEST_STATEMENT = 20_000  # code points; a longer line is no sentence that anybody wrote


class Statements(NamedTuple):
    """What one line says of parties: roles, whether it announces a list, and whether it is a name alone."""

    roles: tuple[Role, ...]
    announces: bool
    named: Mention | None


@lru_cache(maxsize=65536)
def statements_in(text: str) -> Statements | None:
    """None when the line says nothing of parties, as most lines do."""
    statements = Statements(roles_in(text), announces_list(text), organisation_heading(text))
    return statements if any(statements) else None


def roles_in(text: str) -> tuple[Role, ...]:
    """Every role that a line states, in the order of the names."""
    if len(text) > LONGEST_STATEMENT:
        return ()
    heading = _heading(text)
    if heading is not None:
        return (heading,)
    mentions = find_mentions(text)
    if not mentions:
        return ()
    patterns = _patterns()
    masked = text
    for mention in mentions:
        masked = masked[: mention.start] + MASK * (mention.end - mention.start) + masked[mention.end :]
    by_start = {mention.start: mention for mention in mentions}
    lowered = masked.lower()
    found: dict[tuple[str, int], Role] = {}
    for statement in patterns.statements:
        if not statement.match.may_match(lowered):
            continue
        for match in statement.match.find(masked):
            start, end = sentence_around(masked, match.start(), match.end())
            if patterns.negative.search(masked, start, match.end()):
                continue
            named = [by_start[match.start("org")]]
            if statement.every:
                named = [m for m in mentions if match.start("org") <= m.start < end]
            for mention in named:
                level = _level(masked[start:end]) if statement.role == "acting" else None
                found.setdefault((statement.role, mention.start), _role(statement, mention, level))
    return tuple(sorted(found.values(), key=lambda role: (role.start, role.role)))


def _role(statement: _Statement, mention: Mention, level: str | None) -> Role:
    return Role(
        statement.role, "sentence", mention.name, mention.identity, mention.kind,
        mention.start, mention.end, act=statement.act, level=level,
    )  # fmt: skip


def _heading(text: str) -> Role | None:
    patterns = _patterns()
    stripped = text.rstrip()
    if len(stripped) > patterns.heading_length or "rocessor" not in stripped or stripped.endswith("."):
        return None
    for pattern in patterns.headings:
        if found := pattern.search(stripped):
            name = found["name"].rstrip()
            start = found.start("name")
            if name.count("(") > name.count(")"):
                name = stripped[start : start + len(name) + 1]
            identity, kind = identify(name)
            return Role(
                "declared", "heading", name, identity, kind, start, start + len(name), found["number"]
            )
    return None


def _level(sentence: str) -> str:
    for level, match, unless in _patterns().levels:
        if match.search(unless.sub(" ", sentence) if unless else sentence):
            return level
    return "unspecified"


def announces_list(text: str) -> bool:
    """Whether a line says that the data processors are listed below it."""
    return "rocessor" in text and _patterns().listed_below.search(text) is not None


def organisation_heading(text: str) -> Mention | None:
    """The organisation, if a line is nothing but its name."""
    if not 0 < len(text) <= 80:
        return None
    mentions = find_mentions(text)
    whole = len(mentions) == 1 and text.strip().rstrip(":") == mentions[0].name
    return mentions[0] if whole else None
