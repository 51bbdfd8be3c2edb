"""Checked rule data to rules. What reaches this module has passed `check`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, partial
from typing import Any

from dslint import compiled
from dslint.engine.cited import cited
from dslint.engine.condition import Condition, required_collections, required_patterns, test_of
from dslint.engine.needs import ROWS, Clauses, names
from dslint.engine.operators.operator import collections_in, dearness
from dslint.engine.operators.parser import ConditionParser
from dslint.engine.operators.registry import OPERATORS
from dslint.engine.operators.text import number_of, texts_in
from dslint.engine.rule import RELEASE, Authority, Case, Head, LateCases, Rule, Standards
from dslint.engine.scan import Scanner
from dslint.engine.suggestion import SuggestionWords
from dslint.engine.template import Template
from dslint.facts.catalogue import OF_ROW
from dslint.memo import Answers
from dslint.regexes import regex

_INHERITED = (
    "severity", "certainty", "when", "message", "remedy", "point_at", "per", "fold", "measured_against",
    "voices", "gives_way_to", "suggestion",
)  # fmt: skip


class Builder(ConditionParser):
    """Builds rules whose text patterns share one scanner."""

    def __init__(self, scanner: Scanner, trusted: bool) -> None:
        super().__init__(scanner, trusted, scanner.vocabularies.vocabulary("timeline")["dates"])
        self._authorities = scanner.vocabularies.vocabulary("authorities")["authorities"]

    def rule(self, data: dict[str, Any], source: str) -> Rule:
        """The rule of one file. `source` is its path; the folder in it is the group of the rule.

        A rule without cases has one, which is all of it.
        """
        authorities = tuple(self._authority(entry) for entry in data.get("authority", []))
        inherited = {k: data[k] for k in _INHERITED if k in data}
        if data.get("scope") == RELEASE:
            inherited["scope"] = RELEASE
        cases = [{**inherited, **case} for case in data.get("cases") or [{}]]
        has_rows = any(case.get("scope") == RELEASE for case in cases)
        heads = [self._head(case, number, has_rows) for number, case in enumerate(cases)]
        return Rule(
            id=data["id"],
            name=data["name"],
            group=source.split("/")[-2] if "/" in source else "",
            scope="agreement" if data.get("scope") == RELEASE else data.get("scope", "agreement"),
            severity=data["severity"],
            summary=data["summary"],
            authorities=authorities,
            cases=LateCases(heads, lambda number: self._case(cases[number], heads[number], authorities)),
            source=source,
            applies=" ".join(data["applies"].split()) if "applies" in data else None,
            trusted=self.trusted,
            data=data,
        )

    def _head(self, data: dict[str, Any], number: int, has_rows: bool) -> Head:
        """What is known of a case before it is built. The scanner has its texts from here on, for all are
        sought at once."""
        for body in texts_in(data["when"]):
            number_of(body, self)
        by_rows = {RELEASE: True, None: False if has_rows else None}.get(data.get("scope"))
        needs = needs_of(data["when"], True)
        certainty = data.get("certainty", "certain")
        return Head(number, data["severity"], certainty, by_rows, needs | names(ROWS) if by_rows else needs)

    def _case(self, data: dict[str, Any], head: Head, authorities: tuple[Authority, ...]) -> Case:
        by_rows = head.by_rows
        per = data.get("per")
        wanted = data.get("authority")
        alias, _, attribute = per.partition(".") if per else ("", "", "")
        when = self.condition(data["when"])
        own = tuple(each for each in authorities if wanted is None or each.key in wanted)
        standards = _standards(data.get("measured_against"), authorities)
        return Case(
            number=head.number,
            severity=head.severity,
            certainty=head.certainty,
            when=when,
            holds=test_of(when),
            message=_template(data["message"]),
            remedy=_template(data["remedy"]),
            point_at=data.get("point_at"),
            per=(alias, attribute) if per else None,
            fold=data.get("fold"),
            authorities=own,
            standards=standards,
            cites=Answers(partial(cited, own, standards)),
            words=Answers(partial(self._words, data)),
            suggestion=_suggestion(data.get("suggestion")),
            gives_way_to=tuple(data.get("gives_way_to", ())),
            by_rows=by_rows,
            of_row=tuple(sorted(collections_in(data["when"]) & OF_ROW.keys())) if by_rows else (),
            row_part=self._row_part(data["when"]) if by_rows else None,
            required_patterns=required_patterns(when, self.scanner.alone),
            required_collections=() if by_rows else _cheap_first(required_collections(when)),
            needs=head.needs,
        )

    def _words(self, data: dict[str, Any], voice: str) -> tuple[Template, Template]:
        """The message and the remedy for a kind of input: what the rule says of it, for built-in rules what
        our words imply, and else what it says of all."""
        spoken = data.get("voices", {}).get(voice)
        if spoken is None and self.trusted:
            spoken = {key: in_voice(data[key], voice) for key in ("message", "remedy")}
        words = {**data, **(spoken or {})}
        return _template(words["message"]), _template(words["remedy"])

    def _row_part(self, data: dict[str, Any]) -> Condition | None:
        """The parts of a conjunction that ask for nothing but the row's own collections."""
        parts = data.get("all", [data])
        alone = [part for part in parts if _rests_on_row(part)]
        return self.condition({"all": alone}) if alone else None

    def condition(self, data: dict[str, Any]) -> Condition:
        ((operator, body),) = data.items()
        return OPERATORS[operator].parse(body, self)

    def effort(self, data: dict[str, Any]) -> int:
        """How much it takes to evaluate a condition, roughly: most texts are nowhere, and an optional part
        decides nothing."""
        ((operator, body),) = data.items()
        return OPERATORS[operator].effort(body, self.effort)

    def _authority(self, entry: dict[str, Any]) -> Authority:
        """An authority of the table (by `key`), or one that a rule file spells out itself."""
        known = self._authorities.get(entry.get("key"), {})
        merged = {**known, **entry}
        period = merged.get("in_force") or {}
        return Authority(
            merged.get("key"),
            merged.get("short") or merged["document"],
            merged["document"],
            merged.get("point"),
            merged.get("url"),
            merged["status"],
            str(period["from"]) if period.get("from") else None,
            str(period["until"]) if period.get("until") else None,
        )


def _standards(data: str | dict[str, Any] | None, authorities: tuple[Authority, ...]) -> Standards | None:
    if data is None:
        return None
    by_key = {authority.key: authority for authority in authorities}
    if isinstance(data, str):
        return Standards(None, {"": by_key[data]})
    name, _, attribute = data["by"].partition(".")
    return Standards((name, attribute), {value: by_key[key] for value, key in data["standards"].items()})


def _suggestion(data: dict[str, str] | None) -> SuggestionWords | None:
    if data is None:
        return None
    added = "add" in data
    return SuggestionWords(
        title=_template(data["title"]),
        text=Template(data["with"]) if added else _template(data["with"]),
        replace=data.get("replace"),
        part=_template(data["part"]) if "part" in data else None,
        add=data.get("add"),
    )


@cache
def _words_of(kind: str) -> list[tuple[re.Pattern[str], str]]:
    return [(regex(row["from"]), row["to"]) for row in compiled.vocabulary("voices")[kind]]


def in_voice(text: str, voice: str) -> str:
    """A message in the words for a draft, or for what a register prints; what is filled in stays as it is."""
    pieces = re.split(r"(\{[^{}]*\})", " ".join(text.split()))
    for pattern, to in _words_of("draft" if voice == "draft" else "register"):
        pieces = [each if each.startswith("{") else pattern.sub(to, each) for each in pieces]
    return "".join(pieces)


def _template(text: str) -> Template:
    return Template(" ".join(text.split()))


def _rests_on_row(node: dict[str, Any]) -> bool:
    """Whether a condition asks for nothing but the values of one row of a workbook."""
    ((operator, body),) = node.items()
    return OPERATORS[operator].rests_on_row(body, _rests_on_row)


def needs_of(node: dict[str, Any], truth: bool) -> Clauses:
    """What must be printed for a condition to come to a truth."""
    ((operator, body),) = node.items()
    return OPERATORS[operator].needs(body, truth, needs_of)


def _cheap_first(collections: Iterable[str]) -> tuple[str, ...]:
    """In the order in which they are asked for. Those that are dear are left to the condition, which asks for
    them last."""
    return tuple(sorted(name for name in collections if not dearness(name)))
