"""Checked rule data to rules. What reaches this module has passed `check`."""

from __future__ import annotations

from typing import Any

from dslint import resources
from dslint.engine import conditions as c
from dslint.engine.filters import Filters, make_filter
from dslint.engine.joins import Join, Joins, JoinTarget, Text, TextJoin
from dslint.engine.prefilter import required_collections, required_patterns
from dslint.engine.rule import RELEASE, Authority, Case, Rule, Standards
from dslint.engine.scan import Scanner, TextPattern
from dslint.engine.template import Template
from dslint.facts.catalogue import FIELDS, OF_ROW
from dslint.patterns import Pattern, builtin

_INHERITED = (
    "severity", "certainty", "when", "message", "remedy", "point_at", "per", "fold", "measured_against",
    "voices", "gives_way_to",
)  # fmt: skip


_EFFORT = {"state": 0, "date": 0, "printed": 0, "not_printed": 0, "text": 1, "optional": 4}


class Builder:
    """Builds rules whose text patterns share one scanner."""

    def __init__(self, scanner: Scanner, trusted: bool) -> None:
        self.scanner = scanner
        self.trusted = trusted

    def rule(self, data: dict[str, Any], source: str) -> Rule:
        authorities = tuple(authority(entry) for entry in data.get("authority", []))
        of_rows = {"scope": RELEASE} if data.get("scope") == RELEASE else {}
        cases = [{**of_rows, **case} for case in data.get("cases") or [{}]]
        has_rows = any(case.get("scope") == RELEASE for case in cases)
        return Rule(
            id=data["id"],
            name=data["name"],
            group=source.split("/")[-2] if "/" in source else "",
            scope="agreement" if data.get("scope") == RELEASE else data.get("scope", "agreement"),
            severity=data["severity"],
            summary=data["summary"],
            authorities=authorities,
            cases=tuple(
                self._case(
                    {**{k: data[k] for k in _INHERITED if k in data}, **case}, number, authorities, has_rows
                )
                for number, case in enumerate(cases)
            ),
            source=source,
            applies=" ".join(data["applies"].split()) if "applies" in data else None,
            trusted=self.trusted,
            data=data,
        )

    def _case(
        self, data: dict[str, Any], number: int, authorities: tuple[Authority, ...], has_rows: bool
    ) -> Case:
        by_rows = {RELEASE: True, None: False if has_rows else None}.get(data.get("scope"))
        per = data.get("per")
        wanted = data.get("authority")
        alias, _, attribute = per.partition(".") if per else ("", "", "")
        when = self.condition(data["when"])
        return Case(
            number=number,
            severity=data["severity"],
            certainty=data.get("certainty", "certain"),
            when=when,
            message=_template(data["message"]),
            remedy=_template(data["remedy"]),
            point_at=data.get("point_at"),
            per=(alias, attribute) if per else None,
            fold=data.get("fold"),
            authorities=tuple(each for each in authorities if wanted is None or each.key in wanted),
            standards=_standards(data.get("measured_against"), authorities),
            voices={
                voice: (
                    _template(words.get("message", data["message"])),
                    _template(words.get("remedy", data["remedy"])),
                )
                for voice, words in data.get("voices", {}).items()
            },
            gives_way_to=tuple(data.get("gives_way_to", ())),
            by_rows=by_rows,
            of_row=tuple(sorted(_collections(data["when"]) & OF_ROW.keys())) if by_rows else (),
            row_part=self._row_part(data["when"]) if by_rows else None,
            required_patterns=required_patterns(when, self.scanner.alone),
            required_collections=() if by_rows else tuple(sorted(required_collections(when))),
        )

    def _row_part(self, data: dict[str, Any]) -> c.Condition | None:
        """The parts of a conjunction that ask for nothing but the row's own collections."""
        parts = data.get("all", [data])
        alone = [part for part in parts if _rests_on_row(part)]
        return self._all(alone) if alone else None

    def condition(self, data: dict[str, Any]) -> c.Condition:
        ((operator, body),) = data.items()
        return getattr(self, f"_{operator}")(body)  # type: ignore[no-any-return]

    def _all(self, body: list[Any]) -> c.Condition:
        order = sorted(range(len(body)), key=lambda index: _effort(body[index]))
        return c.AllOf([self.condition(part) for part in body], order)

    def _any(self, body: list[Any]) -> c.Condition:
        return c.AnyOf([self.condition(part) for part in body])

    def _not(self, body: dict[str, Any]) -> c.Condition:
        return c.Not(self.condition(body))

    def _optional(self, body: dict[str, Any]) -> c.Condition:
        return c.Optional(self.condition(body))

    def _items(self, quantifier: str, body: dict[str, Any]) -> c.Condition:
        return c.Items(
            quantifier,
            body["in"],
            self._filters(body.get("where", {})),
            self._joins(body),
            body.get("as", ""),
            body.get("note", ""),
            body.get("at_least", 1),
            body.get("at_most"),
            body.get("distinct"),
        )

    def _some(self, body: dict[str, Any]) -> c.Condition:
        return self._items("some", body)

    def _none(self, body: dict[str, Any]) -> c.Condition:
        return self._items("none", body)

    def _every(self, body: dict[str, Any]) -> c.Condition:
        return self._items("every", body)

    def _count(self, body: dict[str, Any]) -> c.Condition:
        return self._items("count", body)

    def _joins(self, body: dict[str, Any]) -> Joins:
        wanted = [(True, self._join_target(each)) for each in body.get("with", [])]
        return wanted + [(False, self._join_target(each)) for each in body.get("without", [])]

    def _join_target(self, body: dict[str, Any]) -> JoinTarget:
        return self._text_join(body) if "text" in body else self._join(body)

    def _join(self, body: dict[str, Any]) -> JoinTarget:
        relation = next(key for key in ("same", "like", "near", "own") if key in body)
        return Join(
            body["in"],
            relation,
            "" if relation == "own" else body[relation],
            self._filters(body.get("where", {})),
            body.get("as", ""),
            body.get("note", ""),
        )

    def _text_join(self, body: dict[str, Any]) -> JoinTarget:
        get = body.get
        return TextJoin(self._text(body["text"]), get("same"), get("like"), get("differs"), get("within"))

    def _text(self, body: dict[str, Any]) -> Text:
        pattern = TextPattern(
            self._pattern(body["match"]),
            self._pattern(body["sentence_has"]) if "sentence_has" in body else None,
            self._pattern(body["sentence_lacks"]) if "sentence_lacks" in body else None,
            body.get("negated"),
        )
        wanted = body.get("in")
        sections = frozenset([wanted] if isinstance(wanted, str) else wanted) if wanted else None
        return Text(
            self.scanner.number(pattern),
            sections,
            bool(body.get("list_below")),
            self._joins(body),
            body.get("as", ""),
            body.get("note", ""),
        )

    def _pattern(self, source: str) -> Pattern:
        return builtin(source) if self.trusted else Pattern(source)

    def _state(self, body: dict[str, Any]) -> c.Condition:
        states = body["is"]
        key = body["of"]
        return c.State(
            key, key in FIELDS, frozenset([states] if isinstance(states, str) else states),
            body.get("as", ""), body.get("note", ""),
        )  # fmt: skip

    def _date(self, body: dict[str, Any]) -> c.Condition:
        relation = next(key for key in ("before", "after", "not_before", "not_after") if key in body)
        timeline = resources.vocabulary("timeline")["dates"]
        other = str(body[relation])
        return c.Date(
            body["is"], relation, str(timeline[other]["date"]) if other in timeline else other,
            body.get("months", 0), body.get("as", ""), body.get("note", ""), body.get("other_note", ""),
        )  # fmt: skip

    def _printed(self, body: list[str]) -> c.Condition:
        return c.Known(body, True)

    def _not_printed(self, body: list[str]) -> c.Condition:
        return c.Known(body, False)

    def _clash(self, body: dict[str, Any]) -> c.Condition:
        by = body["by"]
        return c.Clash(
            body["in"], [by] if isinstance(by, str) else by, body["differ_in"],
            self._filters(body.get("where", {})), body.get("as", ""), body.get("note", ""),
        )  # fmt: skip

    def _gap(self, body: dict[str, Any]) -> c.Condition:
        return c.Gap(body["in"], body["by"], body.get("as", ""), body.get("note", ""))

    def _pair(self, body: dict[str, Any]) -> c.Condition:
        return c.Pair(
            body["in"],
            body["same"],
            self.condition(body["left"]),
            self.condition(body["right"]),
            body.get("overlapping"),
            body.get("note", ""),
        )

    def _group(self, body: dict[str, Any]) -> c.Condition:
        by = body["by"]
        return c.Group(
            body["in"],
            (by,) if isinstance(by, str) else tuple(by),
            body.get("differ_in"),
            self._filters(body.get("where", {})),
            self._joins(body),
            body.get("at_least", 2),
            body.get("as", ""),
            body.get("note", ""),
        )

    def _latest(self, body: dict[str, Any]) -> c.Condition:
        return c.Latest(body["by"], body["order"], self.condition(body["when"]))

    def _filters(self, body: dict[str, Any]) -> Filters:
        return [make_filter(attribute, wanted, self._pattern) for attribute, wanted in body.items()]


def _template(text: str) -> Template:
    return Template(" ".join(text.split()))


def _effort(node: dict[str, Any]) -> int:
    """How much it takes to evaluate a condition, roughly: most texts are nowhere, and an optional part
    decides nothing."""
    ((operator, body),) = node.items()
    if operator in {"all", "any"}:
        return max(map(_effort, body))
    if operator == "not":
        return _effort(body)
    return _EFFORT.get(operator, 3 if "with" in body or "without" in body else 2)


def _standards(data: str | dict[str, Any] | None, authorities: tuple[Authority, ...]) -> Standards | None:
    if data is None:
        return None
    by_key = {authority.key: authority for authority in authorities}
    if isinstance(data, str):
        return Standards(None, {"": by_key[data]})
    name, _, attribute = data["by"].partition(".")
    return Standards((name, attribute), {value: by_key[key] for value, key in data["standards"].items()})


def authority(entry: dict[str, Any]) -> Authority:
    """An authority of the table (by `key`), or one that a rule file spells out itself."""
    known = resources.vocabulary("authorities")["authorities"].get(entry.get("key"), {})
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


def _collections(node: Any) -> set[str]:
    """Every collection that a condition asks for."""
    if isinstance(node, list):
        return set().union(*map(_collections, node))
    if not isinstance(node, dict):
        return set()
    named = {node["in"]} if isinstance(node.get("in"), str) else set()
    named.update(node.get("printed", ()), node.get("not_printed", ()))
    return named.union(*map(_collections, node.values()))


def _rests_on_row(node: dict[str, Any]) -> bool:
    ((operator, body),) = node.items()
    if operator in {"all", "any"}:
        return all(map(_rests_on_row, body))
    if operator == "not":
        return _rests_on_row(body)
    if operator in {"printed", "not_printed"}:
        return OF_ROW.keys() >= set(body)
    if operator not in {"some", "none", "every", "count"}:
        return False
    joins = [*body.get("with", []), *body.get("without", [])]
    return _collections(body) <= OF_ROW.keys() and not any("text" in join for join in joins)
