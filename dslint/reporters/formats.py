"""The formats of `dslint check`, `compare` and `history`, each with the module that makes it."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.compare.history import History
    from dslint.compare.run import Comparison
    from dslint.engine.report import Report
    from dslint.reporters.view import View

ARRANGED = frozenset({"sort", "group_by", "limit", "statistics", "quiet", "verbose"})
IN_TEXT = ARRANGED | {"layout", "show"}
SORTED = frozenset({"sort"})


class Format(NamedTuple):
    """`options` are the fields of a View that a user may ask for and the format honours.

    `needs` is a module that comes with the extra `report`. A `binary` format goes to files only. One that
    says how it was made `names_inputs` by the digests of the view.
    """

    name: str
    module: str
    suffix: str
    description: str
    options: frozenset[str] = frozenset()
    commands: bool = False  # its lines are commands of a CI service
    marked: bool = False  # a file begins with a byte order mark, without which Excel misreads UTF-8

    needs: str | None = None
    binary: bool = False
    names_inputs: bool = False

    def render(self, report: Report | Comparison | History, view: View) -> str:
        """The report as text. Raises TypeError for a binary format."""
        made = self.made(report, view)
        if isinstance(made, bytes):
            raise TypeError(f"{self.name} is no text")
        return made

    def made(self, report: Report | Comparison | History, view: View) -> str | bytes:
        made: str | bytes = importlib.import_module(f"dslint.reporters.{self.module}").render(report, view)
        return made

    def pieces(self, report: Report | Comparison | History, view: View) -> Iterator[str | bytes]:
        """The same in the pieces that it is made in, so that a large report is never whole in memory."""
        module = importlib.import_module(f"dslint.reporters.{self.module}")
        if hasattr(module, "pieces"):
            yield from module.pieces(report, view)
        else:
            yield module.render(report, view)

    @property
    def is_installed(self) -> bool:
        return self.needs is None or importlib.util.find_spec(self.needs) is not None


DEFAULT = "text"
FORMATS = {
    each.name: each
    for each in (
        Format("text", "check_text", ".txt", "for people: what is wrong, where, and both sides", IN_TEXT),
        Format("concise", "check_concise", ".txt", "one line for each finding: path:line:column", SORTED),
        Format("markdown", "check_markdown", ".md", "a table for a job summary or a comment", ARRANGED),
        Format("csv", "check_csv", ".csv", "for spreadsheets: a row for each agreement", SORTED, marked=True),
        Format(
            "html",
            "check_html",
            ".html",
            "a page to read, filter, print and send",
            needs="jinja2",
            names_inputs=True,
        ),
        Format(
            "xlsx",
            "check_xlsx",
            ".xlsx",
            "a workbook: a row for each agreement, and counts",
            SORTED,
            needs="xlsxwriter",
            binary=True,
            names_inputs=True,
        ),
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

_LIMITED = frozenset({"limit"})
COMPARE_FORMATS = {
    each.name: each
    for each in (
        Format("text", "compare_text", ".txt", "for people", _LIMITED),
        Format("markdown", "compare_markdown", ".md", "tables for a job summary or a comment", _LIMITED),
        Format("csv", "compare_csv", ".csv", "for spreadsheets: what changed, a line each", marked=True),
        Format(
            "html",
            "compare_html",
            ".html",
            "a page to read, filter, print and send",
            needs="jinja2",
            names_inputs=True,
        ),
        Format("json", "compare_json", ".json", "everything, for programs"),
        Format("sarif", "compare_sarif", ".sarif", "SARIF 2.1.0 with the baseline state of each result"),
    )
}
HISTORY_FORMATS = {
    each.name: each
    for each in (
        Format("text", "history_text", ".txt", "for people", _LIMITED),
        Format("csv", "history_csv", ".csv", "for spreadsheets: counts of each edition", marked=True),
        Format("html", "history_html", ".html", "a page with pictures", needs="jinja2"),
        Format("json", "history_json", ".json", "everything, for programs"),
    )
}
