"""Checking rule files: their shape against the schema, their words against what dslint knows."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from dslint import resources
from dslint.engine.template import GROUP, Template
from dslint.engine.yaml_marks import Marked, Path, Problem
from dslint.facts.catalogue import (
    COLLECTIONS,
    DATES,
    FIELDS,
    LISTS,
    OF_PAGE,
    SECTIONS,
    TEXT_SECTIONS,
    attributes,
)
from dslint.patterns import complaint

_OPERATORS_WITH_ITEMS = {"some", "none", "every", "count"}
_RELATIONS = ("same", "like", "near")  # how a join compares attributes
_COMPARISONS = {"group", "latest"}
_ALWAYS = {"count", "lines"}
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z")


def nearest(word: str, known: Iterable[str]) -> str:
    """ "; did you mean X?" for the nearest known word, or nothing."""
    close = difflib.get_close_matches(str(word), list(known), 1, 0.5)
    return f"; did you mean {close[0]}?" if close else ""


def check_rule(path: str, marked: Marked) -> list[Problem]:
    """Every problem of a rule file, in the order of its lines."""
    if not isinstance(marked.data, dict):
        return [Problem(path, 1, 1, "is not a rule: a mapping with id, name, severity, ... is expected")]
    problems = list(_shape(path, marked)) or list(_Words(path, marked).check())
    return sorted(set(problems), key=lambda p: (p.line, p.column, p.message))


@cache
def _validator() -> Any:
    import jsonschema

    return jsonschema.Draft202012Validator(resources.schema("rule"))


def _shape(path: str, marked: Marked) -> Iterator[Problem]:
    for error in _validator().iter_errors(marked.data):
        at: Path = tuple(error.absolute_path)
        yield from _shape_problem(path, marked, at, error)


def _shape_problem(path: str, marked: Marked, at: Path, error: Any) -> Iterator[Problem]:
    def problem(message: str, where: Path = at, of_key: bool = False) -> Problem:
        return Problem(path, *marked.place(where, of_key), message)

    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        for key in sorted(set(error.instance) - set(known)):
            expected = ", ".join(sorted(known))
            yield problem(
                f"unknown key {key}{nearest(key, known) or f'; expected one of {expected}'}", (*at, key), True
            )
    elif error.validator == "enum" and error.parent is not None and error.parent.validator == "propertyNames":
        yield problem(
            f"unknown word {error.instance}{nearest(error.instance, error.validator_value)}",
            (*at, error.instance),
            True,
        )
    elif error.validator == "propertyNames":
        for inner in error.context or [error]:
            yield problem(
                f"unknown word {inner.instance}{nearest(inner.instance, inner.validator_value)}",
                (*at, inner.instance),
                True,
            )
    elif error.validator == "enum":
        expected = ", ".join(map(str, error.validator_value))
        # A property name that is no operator is reported by jsonschema at the mapping itself.
        is_key = isinstance(error.instance, str) and (*at, error.instance) in marked.keys
        where = (*at, error.instance) if is_key else at
        yield problem(
            f"{error.instance!r} is not one of {expected}"
            + nearest(error.instance, map(str, error.validator_value)),
            where,
            is_key,
        )
    elif error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        yield problem(f"lacks {', '.join(missing)}")
    elif error.validator in {"oneOf", "anyOf"}:
        wanted = " or ".join(
            "+".join(branch["required"]) for branch in error.validator_value if "required" in branch
        )
        yield problem(
            f"needs {'exactly one of ' if error.validator == 'oneOf' else ''}{wanted}"
            if wanted
            else "has the wrong type here"
        )
    elif error.validator in {"minProperties", "maxProperties"}:
        yield problem("holds more or less than the one operator that is expected here")
    elif error.validator == "type":
        yield problem(f"must be {_article(error.validator_value)}, not {_article(_type(error.instance))}")
    elif error.validator == "pattern":
        yield problem(f"{error.instance!r} does not have the form {error.validator_value}")
    else:
        yield problem(error.message)


def _type(value: Any) -> str:
    names = {
        dict: "mapping",
        list: "list",
        str: "text",
        bool: "true or false",
        int: "number",
        type(None): "nothing",
    }
    return names.get(type(value), type(value).__name__)


def _article(types: str | list[str]) -> str:
    names = {
        "object": "mapping",
        "array": "list",
        "string": "text",
        "boolean": "true or false",
        "integer": "number",
    }
    listed = [types] if isinstance(types, str) else types
    return " or ".join(names.get(name, name) for name in listed)


class _Words:
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
        keys = [entry.get("key") for entry in rule["authority"]]
        for number, entry in enumerate(rule["authority"]):
            if "key" in entry and not {"document", "status"} <= set(entry):
                self.known(("authority", number, "key"), entry["key"], table, "authority")
        if "measured_against" in rule:
            self.known(
                ("measured_against",), rule["measured_against"], filter(None, keys), "authority of this rule"
            )
        for at, case in self._cases():
            merged = {**{k: v for k, v in rule.items() if k != "cases"}, **case}
            missing = [key for key in ("when", "message", "remedy") if key not in merged]
            if missing:
                self.report(at, f"lacks {', '.join(missing)}")
            if "when" in merged:
                self._case(at, case, merged, rule.get("scope", "agreement"))
        return self.problems

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

        names: dict[str, set[str]] = {}
        self._condition(of("when"), merged["when"], scope, names)
        operator = next(iter(merged["when"]))
        if scope == "corpus" and operator not in _COMPARISONS:
            self.report(of("when"), "a rule of scope corpus must be one group or one latest")
        for key in ("message", "remedy"):
            self._template(of(key), merged.get(key, ""), names)
        if "point_at" in merged:
            self.known(of("point_at"), merged["point_at"], names, "name")
        if "per" in merged:
            name, _, attribute = merged["per"].partition(".")
            if self.known(of("per"), name, names, "name"):
                self.known(of("per"), attribute, names[name], "attribute")

    def _template(self, at: Path, text: str, names: dict[str, set[str]]) -> None:
        template = Template(text)
        for name, attribute, _ in template.places():
            if name == GROUP:
                continue
            if self.known(at, name, names, "name in braces") and attribute not in _ALWAYS:
                self.known(at, attribute, names[name], f"attribute of {name}")
        if template.braces() >= 0:
            self.report(at, "holds a brace that is no {name.attribute}")

    def _condition(self, at: Path, node: dict[str, Any], scope: str, names: dict[str, set[str]]) -> None:
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
            wanted = body.get("in", [])
            for section in [wanted] if isinstance(wanted, str) else wanted:
                self.known((*at, "in"), section, TEXT_SECTIONS, "section")
            for key in ("match", "sentence_has", "sentence_lacks"):
                if key in body and (wrong := complaint(body[key])):
                    self.report((*at, key), wrong)
            self._name(body, {"text"}, names)
        elif operator == "state":
            self._needs_agreement(at, operator, scope)
            self.known((*at, "of"), body["of"], (*FIELDS, *SECTIONS), "field or section")
            self._name(body, {"text", "key", "state"}, names)
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

    def _dates(self, at: Path, operator: str, body: Any, names: dict[str, set[str]]) -> None:
        if operator != "date":
            for number, name in enumerate(body):
                self.known((*at, number), name, DATES, "date")
                names.setdefault(name, set()).update({"text", "date"})
            return
        self.known((*at, "is"), body["is"], DATES, "date")
        timeline = resources.vocabulary("timeline")["dates"]
        for relation in ("before", "after", "not_before", "not_after"):
            if relation in body and not _ISO.match(body[relation]):
                self.known((*at, relation), body[relation], (*DATES, *timeline), "date")
        self._name(body, {"text", "date"}, names)
        if "as" in body:
            names.setdefault(f"{body['as']}_other", set()).update({"text", "date"})

    def _pair(self, at: Path, body: dict[str, Any], scope: str, names: dict[str, set[str]]) -> None:
        if scope == "agreement":
            self.report(at, "pair compares agreements; the scope of the rule must be document")
        if self.known((*at, "in"), body["in"], COLLECTIONS, "collection"):
            self._key((*at, "same"), body["same"], attributes(body["in"]), "attribute")
            if body["in"] in OF_PAGE:
                self.report((*at, "in"), f"{body['in']} belong to a page, not to its agreements")
            for side in ("left", "right"):
                names.setdefault(side, set()).update(attributes(body["in"]))
        for side in ("left", "right"):
            self._condition((*at, side), body[side], "agreement", names)

    def _comparison(
        self, at: Path, operator: str, body: dict[str, Any], scope: str, names: dict[str, set[str]]
    ) -> None:
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
            self._joins(at, body, scope, names)
        else:
            self._key((*at, "by"), body["by"], attributes("record"), "attribute of record")
            self.known((*at, "order"), body["order"], DATES, "date")
            self._condition((*at, "when"), body["when"], "agreement", names)

    def _items(self, at: Path, body: dict[str, Any], scope: str, names: dict[str, set[str]]) -> None:
        self._collection(at, body, ("distinct",), scope, names)
        self._joins(at, body, scope, names)

    def _joins(self, at: Path, body: dict[str, Any], scope: str, names: dict[str, set[str]]) -> None:
        for joins in ("with", "without"):
            for number, join in enumerate(body.get(joins, [])):
                place = (*at, joins, number)
                self._collection(place, join, _RELATIONS, scope, names)
                for key in _RELATIONS:
                    if key in join and body["in"] in COLLECTIONS:
                        self.known(
                            (*place, key), join[key], attributes(body["in"]), f"attribute of {body['in']}"
                        )

    def _collection(
        self, at: Path, body: dict[str, Any], keys: tuple[str, ...], scope: str, names: dict[str, set[str]]
    ) -> None:
        if not self.known((*at, "in"), body["in"], COLLECTIONS, "collection"):
            return
        if scope == "agreement" and body["in"] in OF_PAGE:
            self.report((*at, "in"), f"{body['in']} belong to a page; the scope of the rule must be document")
        known = attributes(body["in"])
        for key in keys:
            if key in body:
                self._key((*at, key), body[key], known, f"attribute of {body['in']}")
        for attribute, wanted in body.get("where", {}).items():
            place = (*at, "where", attribute)
            if attribute not in known:
                self.report(
                    place, f"unknown attribute of {body['in']}: {attribute}{nearest(attribute, known)}", True
                )
                continue
            self._test(place, wanted, known[attribute], attribute)
        self._name(body, set(known), names)

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

    def _name(self, body: dict[str, Any], known: set[str], names: dict[str, set[str]]) -> None:
        if "as" in body:
            names.setdefault(body["as"], set()).update(known)
