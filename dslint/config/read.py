"""Reading the files of a project and checking them against `schemas/config.schema.json`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from dslint.assembler.record import base_reference
from dslint.config.find import SHARED, Project
from dslint.data_classes import dataclass, field
from dslint.datafiles.nearest import nearest
from dslint.datafiles.schema_errors import schema_errors
from dslint.datafiles.yaml_marks import FileErrors, Marked, Path, Problem
from dslint.engine.ignores import Ignore
from dslint.patterns import Pattern, complaint
from dslint.tokenizer.text import split_lines
from dslint.tuples import NamedTuple
from dslint.vocabularies import BUILT_IN, Vocabularies, may_be_for, with_words

Words = dict[str, list[dict[str, Any]]]  # rows by vocabulary


class Setting(NamedTuple):
    """A value of the configuration and where it was written; paths are resolved against its folder."""

    value: Any
    path: str
    line: int

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass
class Configuration:
    """What a project asks for. `rule_words` are the places of every word that must name a rule."""

    project: Project
    settings: dict[str, Setting] = field(default_factory=dict)
    ignores: list[Ignore] = field(default_factory=list)
    words: Words = field(default_factory=dict)
    rule_words: dict[str, list[Problem]] = field(default_factory=dict)
    vocabularies: Vocabularies = BUILT_IN

    def value(self, key: str, default: Any = None) -> Any:
        return self.settings[key].value if key in self.settings else default


def read_configuration(project: Project) -> Configuration:
    """Raises FileErrors with every problem of every file."""
    return _ConfigReader(project).read()


def read_ignores(path: str, text: str) -> list[Ignore]:
    """The ignores of a text. Raises FileErrors with every problem."""
    reader = _ConfigReader(Project(os.path.dirname(path), None, None))
    marked = reader.checked(path, text, "ignore")
    if marked:
        reader.ignores(path, marked, split_lines(text), ("ignores",))
    if reader.problems:
        raise FileErrors(reader.problems)
    return reader.found.ignores


class _ConfigReader:
    def __init__(self, project: Project) -> None:
        self.project = project
        self.found = Configuration(project)
        self.problems: list[Problem] = []
        self._rows: list[tuple[str, dict[str, Any], Problem]] = []  # vocabulary, row, its place

    def read(self) -> Configuration:
        if self.project.settings:
            self._settings(self.project.settings)
        if self.project.ignores:
            marked, lines = self._file(self.project.ignores, "ignore")
            if marked:
                self.ignores(shown_path(self.project.ignores), marked, lines, ("ignores",))
        if not self.problems:
            self._add_words()
        if self.problems:
            raise FileErrors(sorted(set(self.problems)))
        return self.found

    def _file(self, path: str, schema: str) -> tuple[Marked | None, list[str]]:
        """A checked file with its lines, or None."""
        from dslint.sources import Unreadable, read_small_text

        try:
            text = read_small_text(path, regular=path != self.project.settings or not self.project.is_named)
            return self.checked(path, text, schema), split_lines(text)
        except Unreadable as error:
            self.problems.append(Problem(shown_path(path), 1, 1, str(error)))
        except (MemoryError, RecursionError):
            self.problems.append(Problem(shown_path(path), 1, 1, "is nested too deeply or contains too much"))
        return None, []

    def checked(self, path: str, text: str, schema: str) -> Marked | None:
        shown = shown_path(path)
        try:
            marked = _parsed(path, shown, text, schema)
        except FileErrors as errors_of_file:
            self.problems += errors_of_file.problems
            return None
        wrong = list(schema_errors(shown, marked, schema))
        self.problems += wrong
        return None if wrong else marked

    def _settings(self, path: str) -> None:
        marked, lines = self._file(path, "config")
        if marked is None:
            return
        shown = shown_path(path)
        for key, value in marked.data.items():
            self.found.settings[key] = Setting(
                self._resolved(key, value), shown, marked.place((key,), True)[0]
            )
        for key in ("select", "extend-select", "ignore", "extend-ignore", "severity"):
            self._rule_words(shown, marked, (key,))
        for number, _ in enumerate(marked.data.get("per-path", [])):
            for key in ("select", "ignore", "severity"):
                self._rule_words(shown, marked, ("per-path", number, key))
        self.ignores(shown, marked, lines, ("ignores",))
        for number, rules in enumerate(self.found.value("rules", [])):
            if not os.path.exists(rules):
                self._problem(shown, marked, ("rules", number), f"{shown_path(rules)} does not exist")
            elif not (os.path.isdir(rules) or os.path.isfile(rules)):
                self._problem(shown, marked, ("rules", number), f"{shown_path(rules)} is not a regular file")
        self._vocabulary(shown, marked, ("vocabulary",))
        for words in self.found.value("vocabularies", []):
            own, _ = self._file(words, "vocabulary")
            if own:
                self._vocabulary(shown_path(words), own, ())
        for number, dialect in enumerate(self.found.value("dialects", [])):
            self._dialect(dialect, shown, marked, ("dialects", number))

    def _resolved(self, key: str, value: Any) -> Any:
        if key == "baseline":
            return shown_path(os.path.join(self.project.folder, value))
        if key in {"rules", "vocabularies", "dialects"}:
            folder = self.project.folder
            return [
                shown_path(os.path.join(folder, each)) if isinstance(each, str) else each for each in value
            ]
        return value

    def _problem(self, path: str, marked: Marked, at: Path, message: str) -> None:
        self.problems.append(Problem(path, *marked.place(at), message))

    def _rule_words(self, path: str, marked: Marked, at: Path) -> None:
        """Remember where words stand that must name rules: only loading the rules tells which do."""
        value = _at(marked.data, at)
        words: list[tuple[Path, str]] = []
        if isinstance(value, str):
            words = [(at, value)]
        elif isinstance(value, list):
            words = [((*at, number), word) for number, word in enumerate(value)]
        elif isinstance(value, dict):
            words = [((*at, word), word) for word in value]
        for place, word in words:
            self.found.rule_words.setdefault(word, []).append(
                Problem(path, *marked.place(place, of_key=isinstance(value, dict)), "")
            )

    def ignores(self, path: str, marked: Marked, lines: list[str], at: Path) -> None:
        for number, entry in enumerate(_at(marked.data, at) or []):
            here = (*at, number)
            self._rule_words(path, marked, (*here, "rule"))
            if "match" in entry and (wrong := complaint(entry["match"])):
                self._problem(path, marked, (*here, "match"), wrong)
            line = marked.place((*here, "rule"), True)[0]
            self.found.ignores.append(
                Ignore(
                    tuple(_listed(entry["rule"])),
                    base_reference(entry["agreement"]) if "agreement" in entry else None,
                    tuple(_listed(entry.get("path", []))),
                    Pattern(entry["match"]) if "match" in entry else None,
                    " ".join(entry["reason"].split()),
                    entry.get("until"),
                    path,
                    line,
                    lines[line - 1],
                )
            )

    def _vocabulary(self, path: str, marked: Marked, at: Path) -> None:
        for name, rows in (_at(marked.data, at) or {}).items():
            for number, row in enumerate(rows):
                if wrong := _unknown_field(name, row):
                    key, message = wrong
                    self._problem(path, marked, (*at, name, number, key), message)
                    continue
                self.found.words.setdefault(name, []).append(row)
                what = next(key for key in ("names", "label", "heading", "key", "text") if key in row)
                place = marked.place((*at, name, number, what), True)
                self._rows.append((name, row, Problem(path, *place, "")))

    def _dialect(self, dialect: str | dict[str, Any], path: str, marked: Marked, at: Path) -> None:
        """A register with columns of its own, given here or in a file."""
        if isinstance(dialect, str):
            own, _ = self._file(dialect, "dialect")
            if own is None:
                return
            data: dict[str, Any] = own.data
            path, marked, at = shown_path(dialect), own, ()
        else:
            data = dialect
        from dslint.config.vocabulary_rows import doubled_headings

        for place, message in doubled_headings(data):
            self._problem(path, marked, (*at, *place), message)
        self.found.words.setdefault("dialects", []).append(data)

    def _add_words(self) -> None:
        """Words may add to what is known, not change it."""
        from dslint.config.vocabulary_rows import complaint_about

        self.found.vocabularies = with_words(self.found.words)
        for name, row, place in self._rows:
            if wrong := complaint_about(self.found.vocabularies, name, row):
                self.problems.append(place._replace(message=wrong))


def _unknown_field(name: str, row: dict[str, Any]) -> tuple[str, str] | None:
    """Where a row names a field or a column that dslint does not have, and what to say of it."""
    for key in ("field", "column"):
        if key in row and row[key] not in (known := may_be_for(name)):
            return (
                key,
                f"unknown {key} {row[key]}{nearest(row[key], known) or '; known: ' + ', '.join(known)}",
            )
    return None


def _parsed(path: str, shown: str, text: str, schema: str) -> Marked:
    """Settings are TOML unless their file is named as YAML; other files are YAML unless named as TOML."""
    if path.endswith(".toml") or (schema == "config" and not path.endswith((".yaml", ".yml", ".json"))):
        from dslint.datafiles.toml_marks import read as read_toml

        marked = read_toml(shown, text)
        return _inside(shown, marked, ("tool", "dslint")) if os.path.basename(path) == SHARED else marked
    from dslint.datafiles.yaml_marks import read as read_yaml

    marked = read_yaml(shown, text)
    if schema == "config" and marked.data is None:  # as an empty TOML file: every setting is its default
        marked.data = {}
    return marked


def _inside(path: str, marked: Marked, at: tuple[str, ...]) -> Marked:
    """A table by itself. Raises FileErrors when it is not there."""
    depth = len(at)
    if (data := _at(marked.data, at)) is None:
        raise FileErrors([Problem(path, 1, 1, f"has no table [{'.'.join(at)}]")])
    return Marked(
        data,
        {path[depth:]: place for path, place in marked.marks.items() if path[:depth] == at},
        {path[depth:]: place for path, place in marked.keys.items() if path[:depth] == at},
    )


def _at(data: Any, path: Path) -> Any:
    for step in path:
        if isinstance(step, str) and not (isinstance(data, dict) and step in data):
            return None
        data = data[step]
    return data


def _listed(value: str | list[str]) -> Iterator[str]:
    yield from [value] if isinstance(value, str) else value


def shown_path(path: str) -> str:
    """A path as a user reads it: relative to the current folder where that is shorter."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):
        return path
    shown = relative if len(relative) <= len(path) else path
    return shown.replace(os.sep, "/")
