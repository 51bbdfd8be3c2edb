"""Checking rule files: their shape against the schema, their words against what dslint knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from dslint import resources
from dslint.datafiles.nearest import nearest
from dslint.datafiles.schema_errors import schema_errors
from dslint.datafiles.yaml_marks import Marked, Path, Problem
from dslint.engine.rule import RELEASE
from dslint.engine.template import GROUP, Template
from dslint.facts.catalogue import (
    COLLECTIONS,
    DATES,
    FIELDS,
    LISTS,
    OF_PAGE,
    OF_RUN,
    SECTIONS,
    STATES,
    TEXT_SECTIONS,
    Attributes,
    attributes,
)
from dslint.patterns import complaint, group_names

_OPERATORS_WITH_ITEMS = {"some", "none", "every", "count"}
_RELATIONS = ("same", "like", "near")  # how a join compares attributes
_COMPARISONS = {"group", "latest"}
_ALWAYS = {"count", "lines"}
_DATED: Attributes = {"text": None, "date": None}
_OF_TEXT = ("within", "differs")  # what a join says of texts only
_OF_COLLECTIONS = ("in", "where", "as", "note")
_RESERVED = frozenset({"text", "count", "lines"})
_GROUP_NAME = re.compile(r"[a-z_]+\Z")
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z")


def check_rule(path: str, marked: Marked) -> list[Problem]:
    """Every problem of a rule file, in the order of its lines."""
    if not isinstance(marked.data, dict):
        return [Problem(path, 1, 1, "is not a rule: a mapping with id, name, severity, ... is expected")]
    problems = list(schema_errors(path, marked, "rule")) or list(ReferenceChecker(path, marked).check())
    return sorted(set(problems), key=lambda p: (p.line, p.column, p.message))


Names = dict[str, Attributes]  # what a message may fill in: names, their attributes, the words of those


class ReferenceChecker:
    """The words of a rule: collections, attributes, sections, dates, names, authorities."""

    def __init__(self, path: str, marked: Marked) -> None:
        self.path = path
        self.marked = marked
        self.problems: list[Problem] = []

    def report(self, at: Path, message: str, of_key: bool = False) -> None:
        self.problems.append(Problem(self.path, *self.marked.place(at, of_key), message))

    def known(self, at: Path, word: str, known: Iterable[str], what: str) -> bool:
        names = list(known)
        if word in names:
            return True
        self.report(at, f"unknown {what} {word}{nearest(word, names) or '; known: ' + ', '.join(names)}")
        return False

    def check(self) -> list[Problem]:
        rule = self.marked.data
        table = resources.vocabulary("authorities")["authorities"]
        keys = self._keys(rule)
        for number, entry in enumerate(rule["authority"]):
            if "key" in entry and not {"document", "status"} <= set(entry):
                self.known(("authority", number, "key"), entry["key"], table, "authority")
        self._standards((), rule, keys)
        for at, case in self._cases():
            merged = {**{k: v for k, v in rule.items() if k != "cases"}, **case}
            missing = [key for key in ("when", "message", "remedy") if key not in merged]
            if missing:
                self.report(at, f"lacks {', '.join(missing)}")
            for number, key in enumerate(case.get("authority", [])):
                self.known((*at, "authority", number), key, keys, "authority of this rule")
            if at:
                self._standards(at, merged, self._keys(merged))
            scope = rule.get("scope", "agreement")
            if "scope" in case and scope == "corpus":
                self.report((*at, "scope"), "a rule of scope corpus is one group; its cases have no scope")
            if case.get("scope") == "agreement" and scope != "agreement":
                self.report((*at, "scope"), f"the scope of this rule is {scope}")
            if "when" in merged:
                self._case(at, case, merged, "agreement" if scope == RELEASE else scope)
        return self.problems

    @staticmethod
    def _keys(part: dict[str, Any]) -> list[str]:
        """The keys of the authorities that a rule or a case of it names."""
        keys = [entry if isinstance(entry, str) else entry.get("key") for entry in part["authority"]]
        return [key for key in keys if key]

    def _standards(self, at: Path, part: dict[str, Any], keys: list[str]) -> None:
        """What a rule or a case is measured against is one of its own authorities."""
        measured = part.get("measured_against")
        whose = "authority of this case" if at else "authority of this rule"
        where = (*at, "measured_against")
        if isinstance(measured, dict):
            for value, key in measured["standards"].items():
                self.known((*where, "standards", value), key, keys, whose)
        elif measured is not None:
            self.known(where, measured, keys, whose)

    def _cases(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        rule = self.marked.data
        if "cases" in rule:
            for number, case in enumerate(rule["cases"]):
                yield ("cases", number), case
        else:
            yield (), {}

    def _case(self, at: Path, case: dict[str, Any], merged: dict[str, Any], scope: str) -> None:
        def of(key: str) -> Path:
            return (*at, key) if key in case else (key,)

        names: Names = {}
        self._condition(of("when"), merged["when"], scope, names)
        operator = next(iter(merged["when"]))
        if scope == "corpus" and operator not in _COMPARISONS:
            self.report(of("when"), "a rule of scope corpus must be one group or one latest")
        if scope == "run" and "fold" in merged:
            self.report(of("fold"), "a rule of scope run has nothing to fold")
        for key in ("message", "remedy"):
            self._template(of(key), merged.get(key, ""), names)
        for voice, words in merged.get("voices", {}).items():
            for key, text in words.items():
                self._template((*of("voices"), voice, key), text, names)
        if "point_at" in merged:
            self.known(of("point_at"), merged["point_at"], names, "name")
        if "per" in merged:
            self._attribute(of("per"), merged["per"], names)
        if isinstance(measured := merged.get("measured_against"), dict):
            where = of("measured_against")
            words = self._attribute((*where, "by"), measured["by"], names)
            for value in measured["standards"] if words else ():
                self.known((*where, "standards", value), value, words or (), "value")

    def _attribute(self, at: Path, place: str, names: Names) -> tuple[str, ...] | None:
        """The words that a name.attribute can hold; None when it is free text or unknown."""
        name, _, attribute = place.partition(".")
        if self.known(at, name, names, "name") and self.known(at, attribute, names[name], "attribute"):
            return names[name][attribute]
        return None

    def _template(self, at: Path, text: str, names: Names) -> None:
        template = Template(text)
        for name, attribute, _ in template.places():
            if name == GROUP:
                continue
            if self.known(at, name, names, "name in braces") and attribute not in _ALWAYS:
                self.known(at, attribute, names[name], f"attribute of {name}")
        if template.braces() >= 0:
            self.report(at, "holds a brace that is no {name.attribute}")

    def _condition(self, at: Path, node: dict[str, Any], scope: str, names: Names) -> None:
        ((operator, body),) = node.items()
        at = (*at, operator)
        if operator in {"all", "any"}:
            for number, part in enumerate(body):
                self._condition((*at, number), part, scope, names)
        elif operator in {"not", "optional"}:
            self._condition(at, body, scope, names)
        elif operator in _OPERATORS_WITH_ITEMS:
            self._items(at, body, scope, names)
        elif operator == "text":
            self._needs_agreement(at, operator, scope)
            self._text(at, body, scope, names)
        elif operator == "state":
            self._needs_agreement(at, operator, scope)
            self.known((*at, "of"), body["of"], (*FIELDS, *SECTIONS), "field or section")
            self._name(body, {"text": None, "key": (*FIELDS, *SECTIONS), "state": STATES}, names)
        elif operator in {"date", "printed", "not_printed"}:
            self._needs_agreement(at, operator, scope)
            self._dates(at, operator, body, names)
        elif operator in {"clash", "gap"}:
            self._collection(at, body, ("by", "differ_in"), scope, names)
        elif operator in _COMPARISONS:
            self._comparison(at, operator, body, scope, names)
        elif operator == "pair":
            self._pair(at, body, scope, names)

    def _needs_agreement(self, at: Path, operator: str, scope: str) -> None:
        if scope != "agreement":
            self.report(
                at[:-1] or at, f"{operator} speaks of one agreement; the scope of this rule is {scope}"
            )

    def _dates(self, at: Path, operator: str, body: Any, names: Names) -> None:
        if operator != "date":
            for number, name in enumerate(body):
                if self.known((*at, number), name, (*DATES, *COLLECTIONS), "date or collection"):
                    names[name] = attributes(name) if name in COLLECTIONS else _DATED
            return
        self.known((*at, "is"), body["is"], DATES, "date")
        timeline = resources.vocabulary("timeline")["dates"]
        for relation in ("before", "after", "not_before", "not_after"):
            if relation in body and not _ISO.match(body[relation]):
                self.known((*at, relation), body[relation], (*DATES, *timeline), "date")
        self._name(body, _DATED, names)
        if "as" in body:
            names[f"{body['as']}_other"] = _DATED

    def _pair(self, at: Path, body: dict[str, Any], scope: str, names: Names) -> None:
        if scope == "agreement":
            self.report(at, "pair compares agreements; the scope of the rule must be document")
        if self.known((*at, "in"), body["in"], COLLECTIONS, "collection"):
            self._key((*at, "same"), body["same"], attributes(body["in"]), "attribute")
            if body["in"] in OF_PAGE:
                self.report((*at, "in"), f"{body['in']} belong to a page, not to its agreements")
            for side in ("left", "right"):
                self._name({"as": side}, attributes(body["in"]), names)
        for side in ("left", "right"):
            self._condition((*at, side), body[side], "agreement", names)

    def _comparison(self, at: Path, operator: str, body: dict[str, Any], scope: str, names: Names) -> None:
        if scope == "agreement":
            self.report(
                at, f"{operator} compares agreements; the scope of the rule must be document or corpus"
            )
        if len(at) > 1 and at[-2] != "when":
            self.report(at, f"{operator} must stand alone; what guards it goes into its own conditions")
        if operator == "group":
            by = body["by"]
            for number, attribute in enumerate([] if isinstance(by, str) else by):
                if body["in"] in COLLECTIONS:
                    self._key(
                        (*at, "by", number), attribute, attributes(body["in"]), f"attribute of {body['in']}"
                    )
            keys = ("by", "differ_in") if isinstance(by, str) else ("differ_in",)
            self._collection(at, body, keys, scope, names)
            known = attributes(body["in"]) if body["in"] in COLLECTIONS else None
            self._joins(at, body, known, scope, names)
        else:
            self._key((*at, "by"), body["by"], attributes("record"), "attribute of record")
            self.known((*at, "order"), body["order"], DATES, "date")
            self._condition((*at, "when"), body["when"], "agreement", names)

    def _items(self, at: Path, body: dict[str, Any], scope: str, names: Names) -> None:
        self._collection(at, body, ("distinct",), scope, names)
        self._joins(at, body, attributes(body["in"]) if body["in"] in COLLECTIONS else None, scope, names)

    def _text(self, at: Path, body: dict[str, Any], scope: str, names: Names) -> None:
        wanted = body.get("in", [])
        for section in [wanted] if isinstance(wanted, str) else wanted:
            self.known((*at, "in"), section, TEXT_SECTIONS, "section")
        for key in ("match", "sentence_has", "sentence_lacks"):
            if key in body and (wrong := complaint(body[key])):
                self.report((*at, key), wrong)
        groups = group_names(body["match"])
        for name in groups:
            if not _GROUP_NAME.match(name) or name in _RESERVED:
                self.report((*at, "match"), f"the group {name} needs another name: small letters and _ only")
        known: Attributes = {"text": None, **dict.fromkeys(groups)}
        self._joins(at, body, known, scope, names)
        self._name(body, known, names)

    def _joins(
        self, at: Path, body: dict[str, Any], known: Attributes | None, scope: str, names: Names
    ) -> None:
        """What stands beside an item or a text with these attributes; None when they are not known."""
        for joins in ("with", "without"):
            for number, join in enumerate(body.get(joins, [])):
                place = (*at, joins, number)
                if "text" in join:
                    self._text_join(place, join, scope, names)
                else:
                    self._collection(place, join, _RELATIONS, scope, names)
                    for key in _OF_TEXT:
                        if key in join:
                            self.report((*place, key), f"{key} speaks of texts; it needs text, not in", True)
                for key in (*_RELATIONS, "differs"):
                    if key in join and known is not None:
                        self._key((*place, key), join[key], known, "attribute here")

    def _text_join(self, at: Path, join: dict[str, Any], scope: str, names: Names) -> None:
        self._needs_agreement((*at, "text"), "text", scope)
        self._text((*at, "text"), join["text"], scope, names)
        for key in _OF_COLLECTIONS:
            if key in join:
                self.report((*at, key), f"{key} stands inside text, or speaks of collections", True)
        for key in ("same", "like", "differs"):
            if key in join and key != "same" and "within" not in join:
                self.report((*at, key), f"{key} needs within: it compares what stands near by", True)
            if key in join:
                groups = group_names(join["text"]["match"])
                self.known((*at, key), join[key], ("text", *groups), "named group of match")

    def _collection(
        self, at: Path, body: dict[str, Any], keys: tuple[str, ...], scope: str, names: Names
    ) -> None:
        if not self.known((*at, "in"), body["in"], COLLECTIONS, "collection"):
            return
        if scope == "agreement" and body["in"] in OF_PAGE:
            self.report((*at, "in"), f"{body['in']} belong to a page; the scope of the rule must be document")
        if (scope == "run") is not (body["in"] in OF_RUN):
            other = "run" if body["in"] in OF_RUN else "agreement, document or corpus"
            self.report((*at, "in"), f"{body['in']} are facts of another scope; the rule's must be {other}")
        known = attributes(body["in"])
        for key in keys:
            for attribute in [body[key]] if isinstance(body.get(key), str) else body.get(key, []):
                self._key((*at, key), attribute, known, f"attribute of {body['in']}")
        for attribute, wanted in body.get("where", {}).items():
            place = (*at, "where", attribute)
            if attribute not in known:
                self.report(
                    place,
                    f"unknown attribute of {body['in']}: {attribute}{nearest(attribute, known)}",
                    True,
                )
                continue
            self._test(place, wanted, known[attribute], attribute)
        self._name(body, known, names)

    def _test(self, at: Path, wanted: Any, words: tuple[str, ...] | None, attribute: str) -> None:
        if isinstance(wanted, dict):
            ((operator, operand),) = wanted.items()
            if operator == "match":
                if wrong := complaint(operand):
                    self.report((*at, "match"), wrong)
                return
            if operator == "known":
                return
            values = operand if isinstance(operand, list) else [operand]
        else:
            values = [wanted]
        for value in values:
            word = str(value).lower() if isinstance(value, bool) else value
            if words is not None and word not in words:
                self.report(
                    at,
                    f"{attribute} is never {value}{nearest(str(value), words)} (one of {', '.join(words)})",
                )

    def _key(self, at: Path, attribute: str, known: Iterable[str], what: str) -> None:
        """An attribute that things are compared by: one word at a time."""
        if self.known(at, attribute, known, what) and attribute in LISTS:
            self.report(at, f"{attribute} holds several words at once, so nothing can be compared by it")

    def _name(self, body: dict[str, Any], known: Attributes, names: Names) -> None:
        if "as" not in body:
            return
        mine = names.setdefault(body["as"], {})
        for attribute, words in known.items():
            before = mine.get(attribute, ())
            mine[attribute] = None if words is None or before is None else (*before, *words)
