"""Findings that a run does not report: those that are ignored, and those of a baseline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping

from dslint.data_classes import dataclass, replace
from dslint.engine.baseline import Baseline, BaselineEntry, was_checked
from dslint.engine.evaluate import AggregateEntry, DocumentResult
from dslint.engine.evidence import build_findings
from dslint.engine.finding import Finding
from dslint.engine.ignores import ALL_JUDGED, Ignored, IgnoreList
from dslint.engine.load import RuleSet
from dslint.engine.rule import Rule
from dslint.engine.scan import Scanner
from dslint.engine.scope import DocumentScope
from dslint.facts import DocumentFacts, Item
from dslint.model import Document, Place, Span
from dslint.tuples import NamedTuple
from dslint.vocabularies import BUILT_IN


@dataclass
class Suppressions:
    """`inputs` tells every input of the project's folder; `strict` calls an entry stale that no input of
    the run could have shown."""

    ignores: IgnoreList | None = None
    baseline: Baseline | None = None
    inputs: Callable[[], Iterable[str]] = tuple
    strict: bool = False

    def without_ignored(self, results: list[DocumentResult]) -> tuple[list[DocumentResult], list[Ignored]]:
        """The results without what is ignored, and what that is, one by one."""
        if self.ignores is not None:
            for result in results:
                self.ignores.add(result.path, result.comments)
        if not self.ignores:
            return results, []
        found: list[Ignored] = []

        def is_reported(finding: Finding) -> bool:
            assert self.ignores
            cause = self.ignores.cause(finding)
            if cause:
                found.append(Ignored(finding, cause))
            return cause is None

        def reported(entry: AggregateEntry) -> AggregateEntry:
            """A candidate stays one although what it says is ignored: the others are compared with it."""
            stays = entry.found is None or is_reported(entry.found)
            return entry if stays else entry._replace(found=None)

        kept = [
            replace(
                result,
                findings=[finding for finding in result.findings if is_reported(finding)],
                entries=[reported(entry) for entry in result.entries],
            )
            for result in results
        ]
        return kept, found

    def about_ignores(
        self,
        rules: list[Rule],
        run: set[str],
        checked: Iterable[str],
        lines: MutableMapping[str, dict[int, str]],
        not_judged: Mapping[str | None, int] = ALL_JUDGED,
    ) -> list[Finding]:
        """What rules of scope run find, when those of `run` were run over the paths `checked`. `not_judged`
        are the agreements of which some versions were not.

        `lines` gets the lines that the findings point into.
        """
        rules = [rule for rule in rules if rule.scope == "run"]
        if not self.ignores or not rules:
            return []
        found: list[Finding] = []
        for path, items in self.ignores.facts(run, checked, self.inputs, not_judged).items():
            # In a draft the lines of comments come behind those that other findings show.
            behind = max(lines.get(path, ()), default=0)
            facts = _RunFacts(path, items, self.ignores.lines(path), behind)
            scope = DocumentScope(facts, Scanner(facts.document.vocabularies), "")  # there is no text to scan
            outcomes = [(rule, case, case.when.evaluate(scope)) for rule in rules for case in rule.cases]
            mine = [
                f
                for rule, case, o in outcomes
                if o.truth
                for f in build_findings(rule, case, scope, None, o.matches)
            ]
            shown = {evidence.span.line for finding in mine for evidence in finding.evidence}
            lines.setdefault(path, {}).update((n, facts.document.lines[n - 1]) for n in shown)
            found += mine
        return found

    def known_and_new(self, findings: list[Finding]) -> tuple[list[Finding], list[Finding]]:
        """Findings that the baseline knows, and the others; each in the order given."""
        if self.baseline is None:
            return [], findings
        sides: dict[bool, list[Finding]] = {True: [], False: []}
        for finding in findings:
            sides[self.baseline.knows(finding)].append(finding)
        return sides[True], sides[False]

    def stale(self, loaded: RuleSet, results: Iterable[DocumentResult]) -> list[BaselineEntry]:
        """The entries of the baseline that the run should have met and did not."""
        if self.baseline is None:
            return []
        rules = {rule.id for rule in loaded.rules}
        agreements = {reference for result in results for reference in result.references}
        return [e for e in self.baseline.unmatched() if self.strict or was_checked(e, rules, agreements)]


class _Behind(NamedTuple):
    """The way back from lines that come after so many others."""

    lines: int

    def place(self, span: Span) -> Place:
        line = span.line - self.lines
        return Place(line, span.column, line, span.end_column)


class _RunFacts(DocumentFacts):
    """The facts of a run that are in one file."""

    def __init__(self, path: str, items: list[Item], lines: dict[int, str], behind: int) -> None:
        shown = [""] * behind + [lines.get(n, "") for n in range(1, max(lines) + 1)]
        super().__init__(Document(path, "ignores", shown, _Behind(behind), vocabularies=BUILT_IN))
        self._items = [item._replace(span=item.span._replace(line=item.span.line + behind)) for item in items]

    def collection(self, name: str) -> list[Item] | None:
        return self._items  # a rule about a run asks for nothing else
