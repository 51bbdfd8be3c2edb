"""The result of a run: plain data that every reporter starts from."""

from __future__ import annotations

from collections import Counter
from collections.abc import MutableMapping, Sequence
from functools import cached_property

from dslint.data_classes import dataclass, field, replace
from dslint.engine.assessable import NotAssessed, not_assessed
from dslint.engine.baseline import BaselineEntry
from dslint.engine.evaluate import DocumentResult
from dslint.engine.finding import Finding
from dslint.engine.ignores import Ignored
from dslint.engine.rule import SEVERITIES, Rule, at_least
from dslint.model import Document
from dslint.tuples import NamedTuple


class RunError(NamedTuple):
    """An input, a part of one, or a rule that failed; the run went on without it."""

    path: str
    message: str
    line: int | None = None
    column: int | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        return self.path, self.line or 0, self.column or 0, self.message

    @property
    def where(self) -> str:
        """The path, with line and column where they are known."""
        return self.path if self.line is None else f"{self.path}:{self.line}:{self.column}"

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class ConfigurationFile(NamedTuple):
    """A file that decided what was run. `owner` names the user it belongs to when that is another one."""

    path: str
    owner: str | None = None

    def __str__(self) -> str:
        return f"{self.path} (which belongs to {self.owner})" if self.owner else self.path


def problems_of(document: Document | DocumentResult) -> list[RunError]:
    found = [RunError(document.path, part) for part in document.unread]
    return found + [RunError(each.path, each.message, each.line, each.column) for each in document.problems]


@dataclass(repr=False)
class Report:
    """`documents` are the inputs that were read, in the order of their paths; findings are sorted.

    `lines` are the lines of a document that findings point into, for code frames. Findings that are
    `ignored` or `known` from the baseline are not among the findings; `stale` are entries of the baseline
    that a run should have met and did not. `assessed` counts the agreements that a rule could be assessed
    on, by its id; a run that did not measure it, or a rule that compares agreements, has none.
    """

    documents: Sequence[DocumentResult]
    findings: Sequence[Finding]
    errors: list[RunError]
    rules: list[Rule]
    lines: MutableMapping[str, dict[int, str]] = field(default_factory=dict)
    ignored: list[Ignored] = field(default_factory=list)
    known: list[Finding] = field(default_factory=list)
    stale: list[BaselineEntry] = field(default_factory=list)
    configuration: list[ConfigurationFile] = field(default_factory=list)
    profile: str | None = None  # chosen by what the inputs are
    assessed: dict[str, int] = field(default_factory=dict)

    def __repr__(self) -> str:
        counts = ", ".join(f"{number} {severity}" for severity, number in self.counts().items())
        return f"<Report: {len(self.documents)} documents, {counts}, {len(self.errors)} failed>"

    @property
    def agreements(self) -> int:
        return sum(document.agreements for document in self.documents)

    @property
    def with_agreements(self) -> list[DocumentResult]:
        return [document for document in self.documents if document.agreements]

    @property
    def coverage(self) -> float:
        """The share of the text of all pages that belongs to a field or section; 1.0 when there is none."""
        pages = self.with_agreements
        total = sum(page.characters for page in pages)
        return sum(page.coverage * page.characters for page in pages) / total if total else 1.0

    def unknown(self) -> dict[str, int]:
        """How many values no vocabulary covers, labels were not seen before, datasets have no alias and
        organisations no known kind."""
        total: Counter[str] = Counter()
        for document in self.documents:
            total.update(document.unknown)
        return {f"{kind}s": total[kind] for kind in ("value", "label", "dataset", "organisation")}

    @cached_property
    def not_assessed(self) -> list[NotAssessed]:
        """The rules that no agreement prints enough for."""
        return not_assessed(self.rules, (each for document in self.documents for each in document.printed))

    @property
    def remarks(self) -> list[str]:
        """What a reader should know of how the inputs were read."""
        return [f"{page.path}: {remark}" for page in self.documents for remark in page.remarks]

    def only(self, certainty: str) -> Report:
        """The report with the findings of that certainty."""
        return replace(self, findings=[each for each in self.findings if each.certainty == certainty])

    def counts(self) -> dict[str, int]:
        counts = dict.fromkeys(SEVERITIES, 0)
        for finding in self.findings:
            counts[finding.severity] += 1
        return counts

    def worst_at_least(self, severity: str) -> bool:
        """Whether a finding is as severe as that, or more."""
        return any(at_least(finding.severity, severity) for finding in self.findings)
