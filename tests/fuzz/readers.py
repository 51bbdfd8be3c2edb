"""What is fuzzed: every reader of files that other people make.

A new reader is one more entry of READERS and a folder of small inputs in `corpus/`. Nothing in these is of
a real person.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import changes
from being_written import fixed_draft, half_typed
from files import kept
from invariants import AS_OF, checks_soundly, demand, document_is_sound, problems_are_safe

from dslint.assembler import assemble, assemble_source
from dslint.config.find import named_project
from dslint.config.read import read_configuration, read_ignores
from dslint.datafiles.yaml_marks import FileErrors
from dslint.engine.baseline import Baseline, BaselineError
from dslint.engine.baseline import parse as parse_baseline
from dslint.engine.ignores import IgnoreList
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.per_path import PerPath, RulesByPath
from dslint.engine.select import STRICT, UnknownRule, unknown
from dslint.engine.suppressions import Suppressions
from dslint.sources import Unreadable, decode
from dslint.sources.html import _decoded as decode_web_page
from dslint.sources.read import understand
from dslint.tokenizer.text import split_lines
from dslint.vocabularies import BUILT_IN

ROOT = Path(__file__).parents[2]
OLD = "tests/data/*.xls"
CORPUS = Path(__file__).parent / "corpus"
PAGE = """\
Moor \N{EM DASH} DARS-NIC-123456-A1B2C
Opt outs honoured: No
Legal basis: Health and Social Care Act 2012
Processing activities: Moor Analytics Ltd links the data with a cohort and keeps it in a cloud.
"""


TABLE = b"""\
Study no.,Study,Who asked,From,Until,What for,Which data,Opt-outs honoured
M-1,Falls,University of Moor,2023-04-01,2026-03-31,We study falls.,Births; Deaths (2019; 2020),No
M-2,Sleep,,April 2023,,,HES,Yes
"""
FORM = b"""\
Name of the project
Falls in Moorland

Who is responsible
Moor Vale Trust; Fell Council

From: 2023-04-01

Why the data are shared
We study falls.
Fewer falls.
"""


class Reader(NamedTuple):
    """`check` takes the bytes of one input and raises only for what must not happen.

    `slowest` are seconds of processor time that the smallest machine may take for an input of LARGEST bytes.
    `in_ci` is how many inputs the tests try.
    """

    name: str
    suffix: str
    check: Callable[[bytes], None]
    change: Callable[[bytes, Random, list[bytes]], bytes]
    slowest: float
    in_ci: int
    beside: str = ""  # inputs that the repository holds anyway

    def corpus(self) -> dict[str, bytes]:
        """Small inputs to begin with, by their paths in the repository; none where all are `beside`."""
        return _contents((CORPUS / self.name).glob("*"))

    def found_beside(self) -> dict[str, bytes]:
        return _contents(ROOT.glob(self.beside)) if self.beside else {}


def _contents(paths: Iterable[Path]) -> dict[str, bytes]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in sorted(paths)
        if path.stat().st_size <= changes.LARGEST
    }


def document_of(name: str, file_lines: Callable[[bytes], list[str]] | None) -> Callable[[bytes], None]:
    """Read, understand, check and report an input of that name, and hold what comes of it to the rules."""

    def check(data: bytes) -> None:
        try:
            document = assemble_source(name, understand(name, data, BUILT_IN), BUILT_IN)
        except Unreadable as error:
            return problems_are_safe([f"{name}: {error}"])
        except RecursionError:
            return None  # named by the engine: too much to take in
        has_rows = document.kind == "register-workbook"
        document_is_sound(document, file_lines(data) if file_lines and not has_rows else None)
        checks_soundly(document, some_rules(), None, data)
        return None

    return check


@cache
def some_rules() -> RuleSet:
    """Every sixth rule: of each kind some, and quick."""
    every = RuleChoice(profile=STRICT).load()
    return RuleChoice(profile=STRICT, select=tuple(rule.id for rule in every.rules[::6])).load()


def lines_of_text(data: bytes) -> list[str]:
    return split_lines(decode(data)) or [""]


def lines_of_web_page(data: bytes) -> list[str]:
    return split_lines(decode_web_page(data)) or [""]


def rule_file(data: bytes) -> None:
    """Load a file of one rule and use it."""
    path = kept("rule.yaml", data)
    try:
        rules = RuleChoice(builtin=False, files=(path,)).load()
    except FileErrors as error:
        return problems_are_safe([str(each) for each in error.problems])
    demand(rules.rules, "a file without problems gave no rule")
    checks_soundly(assemble("page.txt", PAGE, BUILT_IN), rules, None, data)
    return None


def configuration_file(data: bytes) -> None:
    """Read a file as settings and as ignores, and use what it asks for."""
    path = kept("dslint.toml", data)
    try:
        found = read_configuration(named_project(path))
    except FileErrors as error:
        problems_are_safe([str(each) for each in error.problems])
        return _ignores(data)
    words = [*found.value("select", ()), *found.value("ignore", ()), *found.rule_words]
    folder = os.path.dirname(path)
    try:
        # Loading the rules takes longer than all else, and few words change what they are.
        rules = RuleChoice(vocabularies=found.vocabularies).load() if found.words else some_rules()
        if wrong := unknown(rules.names, words):
            raise UnknownRule(wrong)
        by_path = [
            PerPath(tuple(entry["paths"]), tuple(entry.get("select", ())), tuple(entry.get("ignore", ())))
            for entry in found.value("per-path", [])
        ]
        RulesByPath(rules.rules, set(), rules.names, by_path, folder).of(os.path.join(folder, "a/page.txt"))
    except UnknownRule as error:
        return problems_are_safe(list(error.words.values()))
    accepted = Suppressions(IgnoreList(found.ignores, rules.names, folder, AS_OF))
    checks_soundly(assemble("page.txt", PAGE, found.vocabularies), rules, accepted, data)
    return None


def _ignores(data: bytes) -> None:
    try:
        ignores = read_ignores("dslint-ignore.yaml", decode(data))
    except FileErrors as error:
        return problems_are_safe([str(each) for each in error.problems])
    except Unreadable as error:
        return problems_are_safe([str(error)])
    rules = some_rules()
    known = [each for each in ignores if not unknown(rules.names, each.rules)]
    accepted = Suppressions(IgnoreList(known, rules.names, ".", AS_OF))
    checks_soundly(assemble("page.txt", PAGE, BUILT_IN), rules, accepted, data)
    return None


def dialect_file(data: bytes) -> None:
    """Read a file as a dialect of a project, and a table and a form by it."""
    path = kept("moor.yaml", data)
    settings = kept("moor.toml", b'dialects = ["moor.yaml"]\n')
    try:
        words = read_configuration(named_project(settings)).vocabularies
    except FileErrors as error:
        return problems_are_safe([str(each) for each in error.problems])
    finally:
        os.unlink(path)
    for name, content in (("moor.csv", TABLE), ("moor.txt", FORM)):
        document = assemble_source(name, understand(name, content, words), words)
        document_is_sound(document, None)
        checks_soundly(document, some_rules(), None, data)
    return None


def baseline_file(data: bytes) -> None:
    """Read a file of known findings, and say which were met."""
    try:
        known = Baseline(parse_baseline("known.jsonl", decode(data)))
    except Unreadable as error:
        return problems_are_safe([str(error)])
    except BaselineError as error:
        return problems_are_safe(str(error).splitlines())
    checks_soundly(assemble("page.txt", PAGE, BUILT_IN), some_rules(), Suppressions(baseline=known), data)
    return None


READERS = (
    Reader(
        "text", ".txt", document_of("page.txt", lines_of_text), changes.of_text, 2.0, 500, "tests/pages/*.txt"
    ),
    Reader("web-page", ".html", document_of("page.html", lines_of_web_page), changes.of_markup, 2.0, 400),
    Reader("table", ".csv", document_of("release.csv", None), changes.of_table, 2.0, 300),
    Reader("table-of-tabs", ".tsv", document_of("release.tsv", None), changes.of_table, 2.0, 100),
    Reader(
        "workbook",
        ".xlsx",
        document_of("register.xlsx", None),
        changes.of_archive,
        4.0,
        200,
        "tests/cases/*.xlsx",
    ),
    Reader("open-sheets", ".ods", document_of("register.ods", None), changes.of_archive, 4.0, 100),
    Reader("old-workbook", ".xls", document_of("register.xls", None), changes.of_bytes, 4.0, 200, OLD),
    Reader("records", ".json", document_of("register.json", None), changes.of_data, 2.0, 100),
    Reader("word", ".docx", document_of("form.docx", None), changes.of_archive, 4.0, 100),
    Reader("open-document", ".odt", document_of("page.odt", None), changes.of_archive, 4.0, 100),
    Reader("pdf", ".pdf", document_of("page.pdf", None), changes.of_markup, 4.0, 100),
    Reader("web-archive", ".mhtml", document_of("page.mhtml", None), changes.of_markup, 2.0, 150),
    Reader(
        "draft",
        ".yaml",
        document_of("draft.yaml", lines_of_text),
        changes.of_data,
        2.0,
        300,
        "examples/*.yaml",
    ),
    Reader("fixed-draft", ".yaml", fixed_draft, changes.of_data, 4.0, 100, "examples/*.yaml"),
    Reader("half-typed", ".yaml", half_typed, changes.of_typing, 4.0, 150, "examples/*.yaml"),
    Reader("dialect", ".yaml", dialect_file, changes.of_data, 8.0, 100),
    Reader("rules", ".yaml", rule_file, changes.of_data, 8.0, 150, "rules/*/*.yaml"),
    Reader("baseline", ".jsonl", baseline_file, changes.of_data, 2.0, 200),
    Reader(
        "configuration", ".toml", configuration_file, changes.of_data, 8.0, 150, "dslint/templates/*.toml"
    ),
)
BY_NAME = {reader.name: reader for reader in READERS}
