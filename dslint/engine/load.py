"""Loading rules: the built-in ones in their compiled form, other people's from checked files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dslint import cache, compiled
from dslint.data_classes import dataclass, field
from dslint.engine.build import Builder
from dslint.engine.per_path import PerPath, RulesByPath, Severities, severities, with_severity
from dslint.engine.plan import Plan
from dslint.engine.rule import Rule
from dslint.engine.scan import Scanner
from dslint.engine.select import ALL, DEFAULT, Name, UnknownRule, is_in, select, unknown
from dslint.tuples import NamedTuple
from dslint.vocabularies import BUILT_IN, Vocabularies

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Problem
    from dslint.engine.decisive import RulesDigest


@dataclass(repr=False)
class RuleSet:
    """Rules, sorted by id, whose text patterns share one scanner.

    `compares_files` is false when no finding may rest on more than one file.
    """

    rules: list[Rule]
    scanner: Scanner
    compares_files: bool = True
    all_versions: bool = False  # whether a version that a newer one replaces is judged as well
    names: list[Name] = field(default_factory=list)  # of every known rule, chosen or not
    notes: list[Problem] = field(default_factory=list)  # on old words in rule files, which still work
    by_path: RulesByPath | None = None
    store: cache.Results | None = None  # where results are kept between runs, if they are
    # By the number of a list of rules, which stays theirs, for `of` keeps them.
    _digests: dict[int, RulesDigest] = field(default_factory=dict, init=False)
    _plans: dict[int, Plan] = field(default_factory=dict, init=False)

    def __repr__(self) -> str:
        first = ", ".join([f"{len(self.rules)} rules", *(rule.id for rule in self.rules[:3])])
        return f"<RuleSet: {first}{' ...' * (len(self.rules) > 3)}>"

    @property
    def vocabularies(self) -> Vocabularies:
        """What the inputs are read by."""
        return self.scanner.vocabularies

    def of(self, path: str) -> list[Rule]:
        """The rules that look at an input."""
        return self.by_path.of(path) if self.by_path else self.rules

    def plan(self, path: str) -> Plan:
        """Which cases of the rules that look at an input are evaluated on what."""
        rules = self.of(path)
        if id(rules) not in self._plans:
            self._plans[id(rules)] = Plan(rules, self.all_versions)
        return self._plans[id(rules)]

    def digest(self, path: str) -> RulesDigest:
        """Of all that decides what is found in an input, but the input. Raises ValueError."""
        from dslint.engine.decisive import rules_digest

        rules = self.of(path)
        if id(rules) not in self._digests:
            self._digests[id(rules)] = rules_digest(rules, self.vocabularies, self.all_versions)
        return self._digests[id(rules)]


class RuleChoice(NamedTuple):
    """Which rules a run wants. Small and picklable, so that every process can load them itself."""

    profile: str = "default"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    builtin: bool = True
    each_file: bool = False  # by itself: what is found does not depend on which files come together
    extend: tuple[str, ...] = ()
    severity: Severities = ()
    per_path: tuple[PerPath, ...] = ()
    folder: str = ""  # what the globs of per_path are relative to
    named: tuple[str, ...] = ()  # words that must name rules too, such as those of ignores
    vocabularies: Vocabularies = BUILT_IN
    all_versions: bool = False
    is_kept: bool = False  # whether results are kept between runs, and those that are kept are used

    def load(self) -> RuleSet:
        """Raises UnknownRule, and FileErrors for rule files with problems; both are ValueErrors."""
        loaded = RuleSet([], Scanner(self.vocabularies), not self.each_file, self.all_versions)
        loaded.store = cache.Results.open() if self.is_kept else None
        chosen = _RuleSources(compiled.builtin_rules() if self.builtin else [])
        if self.files:
            chosen.add_files(self.files, self.vocabularies)
        loaded.notes = chosen.notes
        loaded.names = names = chosen.names
        if missing := unknown(names, self._rule_words()):
            raise UnknownRule(missing)
        general = select(names if self.select else chosen.names_in(self.profile), self.select or (ALL,))
        general = (general | select(names, self.extend)) - select(names, self.ignore)
        wanted = general | {rule for entry in self.per_path for rule in select(names, entry.select or ())}
        severity = severities(names, self.severity)
        builders = {trusted: Builder(loaded.scanner, trusted) for trusted in (True, False)}
        for entry in sorted(chosen.entries, key=lambda entry: entry.data["id"]):
            if entry.data["id"] in wanted and not (self.each_file and entry.data.get("scope") == "corpus"):
                rule = builders[entry.trusted].rule(entry.data, entry.source)
                loaded.rules.append(with_severity(rule, severity.get(rule.id)))
        if self.per_path:
            loaded.by_path = RulesByPath(loaded.rules, general, names, self.per_path, self.folder)
        return loaded

    def _rule_words(self) -> Iterator[str]:
        yield from (*self.select, *self.ignore, *self.extend, *self.named)
        yield from (word for word, _ in self.severity)
        for entry in self.per_path:
            yield from (*(entry.select or ()), *entry.ignore, *(word for word, _ in entry.severity))


class _RuleSource(NamedTuple):
    data: dict[str, Any]
    source: str
    trusted: bool


class _RuleSources:
    """Checked rule data, before any of it is built."""

    def __init__(self, builtin: list[dict[str, Any]]) -> None:
        self.entries = [_RuleSource(entry["rule"], entry["source"], True) for entry in builtin]
        self.notes: list[Problem] = []

    @property
    def names(self) -> list[tuple[str, str]]:
        return [(entry.data["id"], entry.data["name"]) for entry in self.entries]

    def names_in(self, profile: str) -> list[tuple[str, str]]:
        """The rules of a profile; other people's rules are in every one."""
        return [
            (entry.data["id"], entry.data["name"])
            for entry in self.entries
            if not entry.trusted or is_in(entry.data.get("profiles", [DEFAULT]), profile)
        ]

    def add_files(self, paths: Iterable[str], vocabularies: Vocabularies) -> None:
        """Add the rules of files and folders. Raises FileErrors with every problem of every file."""
        from dslint.datafiles.yaml_marks import FileErrors, Problem, read
        from dslint.engine.check import check_rule
        from dslint.engine.old_words import modernise
        from dslint.sources import Unreadable, read_small_text

        problems: list[Problem] = []
        seen = {
            name: entry.source for entry in self.entries for name in (entry.data["id"], entry.data["name"])
        }
        named = [*paths]
        for path in _rule_files(named, problems):
            try:
                # What is in a folder is a file; what the user names may be a pipe.
                marked = read(path, read_small_text(path, regular=path not in named))
                self.notes += modernise(path, marked)
                found = check_rule(path, marked, vocabularies)
            except Unreadable as error:
                problems.append(Problem(path, 1, 1, str(error)))
                continue
            except (MemoryError, RecursionError):
                problems.append(Problem(path, 1, 1, "is nested too deeply or contains too much"))
                continue
            except FileErrors as errors_of_file:
                problems += errors_of_file.problems
                continue
            if found:
                problems += found
                continue
            for key in ("id", "name"):
                if (name := marked.data[key]) in seen:
                    problems.append(
                        Problem(path, *marked.place((key,)), f"{key} {name} is taken by {seen[name]}")
                    )
                seen[name] = path
            self.entries.append(_RuleSource(marked.data, path, False))
        if problems:
            raise FileErrors(problems)


def _rule_files(paths: Iterable[str], problems: list[Problem]) -> list[str]:
    from dslint.datafiles.yaml_marks import Problem

    files: list[str] = []
    for path in paths:
        if not os.path.isdir(path):
            files.append(path)
            continue
        inside = [
            os.path.join(folder, name)
            for folder, _, names in os.walk(path)
            for name in names
            if name.endswith((".yaml", ".yml"))
        ]
        if not inside:
            problems.append(Problem(path, 1, 1, "has no rule file (.yaml or .yml)"))
        files += sorted(inside)
    return list(dict.fromkeys(files))
