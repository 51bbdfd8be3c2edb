"""Who the text calls a processor, and who it says does something with data.

The patterns are data (vocabulary/parties.yaml). They run over each line with the recognised names masked
by a placeholder of the same length, so that offsets stay those of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from dslint.compiled import builtin
from dslint.facts.organisations import OrganisationMention, Organisations
from dslint.facts.sentences import Negation, sentences
from dslint.facts.wording import Wording
from dslint.memo import cached_method
from dslint.patterns import MASK, Index, Pattern
from dslint.tokenizer import Kind, scan
from dslint.vocabularies import Vocabularies


class Role(NamedTuple):
    """One statement of a role; offsets are 0-based into the line."""

    role: str  # declared | controller | acting
    form: str  # heading | sentence
    name: str
    identity: str | None
    kind: str | None
    start: int
    end: int
    number: str | None = None
    act: str | None = None
    level: str | None = None
    access: str | None = None


class _Statement(NamedTuple):
    role: str
    act: str | None
    every: bool
    subject: bool
    match: Pattern


_PROCESSOR = "rocessor"


class _Patterns(NamedTuple):
    headings: tuple[re.Pattern[str], ...]
    heading_length: int
    statements: tuple[_Statement, ...]
    negative: Pattern
    conditional: Pattern
    levels: tuple[tuple[str, Pattern, re.Pattern[str] | None], ...]
    lists: tuple[tuple[Listing, Pattern], ...]
    statement_index: Index
    list_index: Index
    processors: Index  # the word that headings and labels hold
    no_access: Pattern
    labels: re.Pattern[str]


class Label(NamedTuple):
    """A processor's number, in a heading or in passing; offsets are 0-based."""

    number: str
    start: int
    end: int


class Listing(NamedTuple):
    """What follows a line that announces a list of parties."""

    role: str
    until: str  # list | section


class Statements(NamedTuple):
    """What one line says of parties by itself, and the list that it announces."""

    roles: tuple[Role, ...]
    opens: Listing | None
    labels: tuple[Label, ...]


MOST_NAMES = 30  # in a sentence; one with more is a list of names
LONGEST_STATEMENT = 20_000  # code points; a longer line is no sentence that anybody wrote


_JOINT = re.compile(r"\s*(?:,|and|&|, and|;|, &)\s*(?:the )?")
_BEFORE_SUBJECT = re.compile(r"\W*(?:the |both )*", re.IGNORECASE)


def _joined(
    masked: str, offset: int, mentions: list[OrganisationMention], index: int
) -> list[OrganisationMention]:
    """The name at a place with those that a comma, "and" or "&" joins to it."""

    def joint(one: int) -> bool:
        between = masked[mentions[one].end - offset : mentions[one + 1].start - offset]
        return _JOINT.fullmatch(between) is not None

    first = last = index
    while first > 0 and joint(first - 1):
        first -= 1
    while last + 1 < len(mentions) and joint(last):
        last += 1
    return mentions[first : last + 1]


# Capitalised words and what joins them: a heading, not a sentence, although a full stop ends it.
_NAME_WORDS = re.compile(r"(?:(?:[a-z]?[A-Z(&][^\s]*|and|of|the|for|in|[Hh]ost(?:ing|ed by))(?:\s+|$))+")


def _declared(mention: OrganisationMention, number: str | None, role: str = "declared") -> Role:
    return _named(mention.name, mention.identity, mention.kind, mention.start, mention.end, number, role)


def _named(
    name: str, identity: str | None, kind: str | None, start: int, end: int, number: str | None,
    role: str = "declared",
) -> Role:  # fmt: skip
    """A role that a heading or a list gives: it says nothing of what the party sees."""
    return Role(role, "heading", name, identity, kind, start, end, number, access="unspecified")


class Parties:
    """Who a line calls a processor, and who it says does something with data."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._data: dict[str, Any] = vocabularies.vocabulary("parties")
        self._wording = vocabularies.derived(Wording)
        self._is_negated = vocabularies.derived(Negation).is_negated
        organisations = vocabularies.derived(Organisations)
        self._identify = organisations.identify
        self._find_mentions = organisations.find_mentions

    @cached_property
    def _patterns(self) -> _Patterns:
        data: dict[str, Any] = self._data
        statements = tuple(
            _Statement(
                entry["role"],
                entry.get("act"),
                bool(entry.get("list")),
                bool(entry.get("subject")),
                builtin(entry["match"]),
            )
            for entry in data["statements"]
        )
        lists = tuple(
            (Listing(entry["role"], entry["until"]), builtin(entry["match"])) for entry in data["lists"]
        )
        return _Patterns(
            tuple(re.compile(pattern) for pattern in data["headings"]),
            data["heading_length"],
            statements,
            builtin(data["negative"]),
            builtin(data["conditional"]),
            tuple(
                (
                    entry["level"],
                    builtin(entry["match"]),
                    re.compile(entry["unless"], re.IGNORECASE) if "unless" in entry else None,
                )
                for entry in data["levels"]
            ),
            lists,
            self._wording.index_of(statement.match for statement in statements),
            self._wording.index_of(pattern for _, pattern in lists),
            self._wording.index_of([builtin(_PROCESSOR)]),
            builtin(data["no_access"]),
            re.compile(data["labels"], re.IGNORECASE),
        )

    @cached_method(65536)
    def statements_in(self, text: str) -> Statements | None:
        """None when the line says nothing of parties, as most lines do."""
        statements = Statements(self.roles_in(text), self._list_opened_by(text), self._labels_in(text))
        return statements if any(statements) else None

    def roles_in(self, text: str) -> tuple[Role, ...]:
        """Every role that a line states, in the order of the names."""
        if len(text) > LONGEST_STATEMENT:
            return ()
        mentions = self._find_mentions(text)
        if headings := self._heading(text, mentions):
            return headings
        found: dict[tuple[str, int], Role] = {}
        # What a statement needs stands beside the names, so that the whole line tells whether it holds any.
        likely = self._patterns.statement_index.likely(text) if mentions else []
        for start, end in sentences(text) if likely else ():
            inside = [mention for mention in mentions if start <= mention.start < end]
            if 0 < len(inside) <= MOST_NAMES:
                # The full stop of "Ltd." is part of the name.
                for role in self._stated_in(text, start, max(end, inside[-1].end), inside, likely):
                    found.setdefault((role.role, role.start), role)
        return tuple(sorted(found.values(), key=lambda role: (role.start, role.role)))

    def _stated_in(
        self, text: str, start: int, end: int, mentions: list[OrganisationMention], likely: list[int]
    ) -> Iterator[Role]:
        """The roles that one sentence of a line states, by the statements that are likely."""
        masked = text[start:end]
        for mention in mentions:
            at, until = mention.start - start, mention.end - start
            masked = masked[:at] + MASK * (until - at) + masked[until:]
        patterns = self._patterns
        for number in likely:
            statement = patterns.statements[number]
            for match in statement.match.find(masked):
                access = "none" if patterns.no_access.matches(text) else "unspecified"
                for mention, level in self._stated(statement, match, masked, start, mentions):
                    yield Role(
                        statement.role, "sentence", mention.name, mention.identity, mention.kind,
                        mention.start, mention.end, act=statement.act, level=level, access=access,
                    )  # fmt: skip

    def _stated(
        self,
        statement: _Statement,
        match: re.Match[str],
        masked: str,
        offset: int,
        mentions: list[OrganisationMention],
    ) -> Iterator[tuple[OrganisationMention, str | None]]:
        """Who takes the role, and at what level the data are. `offset` is where the sentence begins."""
        patterns = self._patterns
        if patterns.negative.matches(masked[: match.end()]) or patterns.conditional.matches(masked):
            return
        if statement.role == "acting" and self._is_negated(masked, 0, match.end()):
            return
        at = match.start("org") + offset
        index = next(n for n, mention in enumerate(mentions) if mention.start == at)
        named = _joined(masked, offset, mentions, index)
        if statement.subject and not _BEFORE_SUBJECT.fullmatch(masked[: named[0].start - offset]):
            return
        if statement.every:
            named = [*named, *(m for m in mentions if m not in named and m.start > at)]
        if statement.role != "acting":
            named = [inner for mention in named for inner in (mention, *self._in_brackets(mention))]
        level = self._level(masked) if statement.role == "acting" else None
        for mention in named:
            yield mention, level

    def _in_brackets(self, mention: OrganisationMention) -> list[OrganisationMention]:
        """Other names in the brackets of a printed name: "X Limited (hosting Y)"."""
        opened = mention.name.find("(")
        if opened < 0:
            return []
        return [
            inner._replace(start=mention.start + opened + inner.start, end=mention.start + opened + inner.end)
            for inner in self._find_mentions(mention.name[opened:])
            if inner.identity != mention.identity
        ]

    def _heading(self, text: str, mentions: tuple[OrganisationMention, ...]) -> tuple[Role, ...]:
        patterns = self._patterns
        stripped = text.rstrip()
        if len(stripped) > patterns.heading_length or not patterns.processors.live(text):
            return ()
        for pattern in patterns.headings:
            found = pattern.search(stripped)
            if found is None:
                continue
            name, start = found["name"].rstrip(), found.start("name")
            if name.count("(") > name.count(")"):
                name = stripped[start : start + len(name) + 1]
            inside = [m for m in mentions if start <= m.start and m.end <= start + len(name)]
            if _PROCESSOR in name:
                continue
            is_name = bool(inside) and inside[0].start == start
            if not found["separator"].strip() and not is_name:
                continue
            if stripped.endswith(".") and not _NAME_WORDS.fullmatch(name):
                continue
            return tuple(self._heading_roles(name, start, re.findall(r"\d+", found["numbers"] or ""), inside))
        return ()

    def _heading_roles(
        self, name: str, start: int, numbers: list[str], inside: list[OrganisationMention]
    ) -> Iterator[Role]:
        """One role for the printed name; several numbers go to as many names, or to none of them surely."""
        if len(numbers) > 1 and len(numbers) == len(inside):
            for number, mention in zip(numbers, inside, strict=True):
                yield _declared(mention, number)
            return
        identity, kind = self._identify(name)
        end = start + len(name)
        if len(numbers) < 2:
            yield _named(name, identity, kind, start, end, "".join(numbers) or None)
        else:
            for number in numbers:
                yield _named(name, None, kind, start, end, number)
        for mention in inside:
            if len(numbers) > 1 or mention.identity != identity:
                yield _declared(mention, None)

    def _level(self, sentence: str) -> str:
        for level, match, unless in self._patterns.levels:
            if match.matches(unless.sub(" ", sentence) if unless else sentence):
                return level
        return "unspecified"

    def _labels_in(self, text: str) -> tuple[Label, ...]:
        patterns = self._patterns
        if not patterns.processors.live(text):
            return ()
        return tuple(
            Label(number, found.start(), found.end())
            for found in patterns.labels.finditer(text)
            for number in re.findall(r"\d+", found["numbers"])
        )

    def _list_opened_by(self, text: str) -> Listing | None:
        patterns = self._patterns
        for number, live in patterns.list_index.live(text):
            listing, pattern = patterns.lists[number]
            if pattern.spans(text, live):
                return listing
        return None

    def listed(self, text: str, listing: Listing) -> tuple[Role, ...] | None:
        """The parties that a line of a list names; None where the list ends."""
        mentions = self._find_mentions(text) if len(text) <= LONGEST_STATEMENT else ()
        if listing.until == "section":
            whole = len(mentions) == 1 and text.strip().rstrip(":") == mentions[0].name
            return (_declared(mentions[0], None, listing.role),) if whole else ()
        line = scan(text)
        starts = mentions and not text[: mentions[0].start].strip()
        if line.kind is not Kind.ITEM and not starts:
            return () if line.kind is Kind.BLANK else None
        return tuple(_declared(mention, None, listing.role) for mention in mentions)
