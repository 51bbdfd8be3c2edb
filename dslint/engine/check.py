"""Checking rule files: their shape against the schema, their words against what dslint knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint import compiled, resources
from dslint.datafiles.schema_errors import schema_errors
from dslint.datafiles.yaml_marks import Marked, Path, Problem
from dslint.engine.operators.checker import Checker, Names
from dslint.engine.operators.registry import OPERATORS
from dslint.engine.rule import RELEASE
from dslint.engine.template import GROUP, Template
from dslint.patterns.named import use_names
from dslint.vocabularies import Vocabularies

_ALWAYS = {"count", "lines", "all_lines"}


def check_rule(path: str, marked: Marked, vocabularies: Vocabularies) -> list[Problem]:
    """Every problem of a rule file, in the order of its lines."""
    if not isinstance(marked.data, dict):
        return [Problem(path, 1, 1, "is not a rule: a mapping with id, name, severity, ... is expected")]
    problems = list(schema_errors(path, marked, "rule"))
    if not problems:
        problems = _wrong_names(path, marked)
        places = {(problem.line, problem.column) for problem in problems}
        found = ReferenceChecker(path, marked, vocabularies).check()
        problems += [problem for problem in found if (problem.line, problem.column) not in places]
    return sorted(set(problems), key=lambda p: (p.line, p.column, p.message))


def _wrong_names(path: str, marked: Marked) -> list[Problem]:
    """Put named patterns and groups of sections in their places, and report the names that are wrong."""
    named = compiled.vocabulary("patterns")
    groups = [named[key] for key in ("patterns", "sections", "collections")]
    return [Problem(path, *marked.place(at), message) for at, message in use_names(marked.data, *groups)]


class ReferenceChecker(Checker):
    """The words of a rule: collections, attributes, sections, dates, names, authorities."""

    def __init__(self, path: str, marked: Marked, vocabularies: Vocabularies) -> None:
        super().__init__(path, marked, vocabularies.vocabulary("timeline")["dates"])
        self._authorities = vocabularies.vocabulary("authorities")["authorities"]

    def check(self) -> list[Problem]:
        rule = self.marked.data
        table = self._authorities
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

        names = self.names = {}
        self.scope = scope
        self.condition(of("when"), merged["when"])
        operator = next(iter(merged["when"]))
        if scope == "corpus" and not OPERATORS[operator].is_aggregate:
            self.report(of("when"), "a rule of scope corpus must be one group or one latest")
        if scope == "run" and "fold" in merged:
            self.report(of("fold"), "a rule of scope run has nothing to fold")
        for key in ("message", "remedy"):
            self._template(of(key), merged.get(key, ""), names)
        for voice, words in merged.get("voices", {}).items():
            for key, text in words.items():
                self._template((*of("voices"), voice, key), text, names)
        self._suggestion(of("suggestion"), merged.get("suggestion"), names)
        if "point_at" in merged:
            self.known(of("point_at"), merged["point_at"], names, "name")
        if "per" in merged:
            of_line = {name: {**known, "line_number": None} for name, known in names.items()}
            self._attribute(of("per"), merged["per"], of_line)
        if isinstance(measured := merged.get("measured_against"), dict):
            where = of("measured_against")
            words = self._attribute((*where, "by"), measured["by"], names)
            for value in measured["standards"] if words else ():
                self.known((*where, "standards", value), value, words or (), "value")

    def _suggestion(self, at: Path, data: dict[str, str] | None, names: Names) -> None:
        """The names of a suggestion, and the key of a draft that it adds."""
        if data is None:
            return
        if "replace" in data:
            self.known((*at, "replace"), data["replace"], names, "name")
            for key in ("with", "part"):
                self._template((*at, key), data.get(key, ""), names)
        if "add" in data:
            keys = resources.schema("agreement")["$defs"]["agreement"]["properties"]
            self.known((*at, "add"), data["add"], keys, "key of a draft")
        self._template((*at, "title"), data["title"], names)

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
            self.report(at, "has a brace that is not part of a {name.attribute}")

    def condition(self, at: Path, node: dict[str, Any]) -> None:
        ((operator, body),) = node.items()
        OPERATORS[operator].check((*at, operator), body, self)
