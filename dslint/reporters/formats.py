"""The formats of `dslint check`, each with the module that makes it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dslint.engine.report import Report
    from dslint.reporters.view import View

ARRANGED = frozenset({"sort", "group_by", "limit", "statistics", "quiet", "verbose"})
IN_TEXT = ARRANGED | {"layout", "show"}
SORTED = frozenset({"sort"})


class Format(NamedTuple):
    """`options` are the fields of a View that a user may ask for and the format honours."""

    name: str
    module: str
    suffix: str
    description: str
    options: frozenset[str] = frozenset()
    commands: bool = False  # its lines are commands of a CI service
    marked: bool = False  # a file begins with a byte order mark, without which Excel misreads UTF-8

    def render(self, report: Report, view: View) -> str:
        text: str = importlib.import_module(f"dslint.reporters.{self.module}").render(report, view)
        return text


DEFAULT = "text"
FORMATS = {
    each.name: each
    for each in (
        Format("text", "check_text", ".txt", "for people: what is wrong, where, and both sides", IN_TEXT),
        Format("concise", "check_concise", ".txt", "one line for each finding: path:line:column", SORTED),
        Format("markdown", "check_markdown", ".md", "a table for a job summary or a comment", ARRANGED),
        Format("csv", "check_csv", ".csv", "for spreadsheets: a row for each agreement", SORTED, marked=True),
        Format("json", "check_json", ".json", "everything, for programs"),
        Format("sarif", "check_sarif", ".sarif", "SARIF 2.1.0, for code scanning"),
        Format(
            "github",
            "check_github",
            ".txt",
            "annotations of GitHub Actions, and the job summary",
            commands=True,
        ),
        Format("gitlab", "check_gitlab", ".json", "a Code Quality report of GitLab"),
        Format("junit", "check_junit", ".xml", "JUnit XML: what fails the run is a failed test"),
        Format("rdjson", "check_rdjson", ".json", "diagnostics for reviewdog"),
    )
}
