"""Rules over documents: a map over pages that needs nothing else, then one reduce over the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from functools import partial

from dslint.data_classes import dataclass, field
from dslint.engine.assessable import Printed, printed_by
from dslint.engine.evidence import build_finding, build_findings
from dslint.engine.finding import MOST_EVIDENCE, Evidence, Finding, Occurrence
from dslint.engine.once import Newest, reported_once
from dslint.engine.operators.aggregate import AggregateValue
from dslint.engine.operators.registry import Aggregate
from dslint.engine.plan import Cases, Plan
from dslint.engine.rule import Case, Rule
from dslint.engine.scan import Scanner
from dslint.engine.scope import AgreementScope, DocumentScope, ReleaseScope
from dslint.facts import DocumentFacts
from dslint.facts.edition import Asked
from dslint.model import Document, IgnoreComment, Problem
from dslint.tuples import NamedTuple

# Whether the values of a row can satisfy a case at all: by rule, case and values.
RowMemory = dict[tuple[str, int, Hashable], bool]


class Record(NamedTuple):
    """An agreement that was checked. `line` is where it begins and `end_line` where it ends in the file,
    `year` that of its date ("2019"), `version` as it is printed. `is_replaced` tells that the register has a
    newer version of it."""

    reference: str | None
    title: str | None
    organisation: str | None
    line: int
    end_line: int
    year: str | None
    version: str | None = None
    is_replaced: bool = False


class AggregateEntry(NamedTuple):
    """What the whole run must know of a candidate for a comparison: its key, what it says there, and the
    finding about it, if it makes any.

    `page` tells the pages of a run apart; it is empty for a rule over the whole run. `found` is what it comes
    to alone.
    """

    rule: str
    case: int
    page: str
    key: str
    value: str | None
    record: int
    found: Finding | None

    @property
    def has_finding(self) -> bool:
        return self[-1] is not None


@dataclass(repr=False)
class DocumentResult:
    """What was found in one document, computed from it alone. Plain and picklable.

    `findings` are one by one: what is shown as one finding is decided over the whole run.
    """

    path: str
    kind: str
    agreements: int
    characters: int
    coverage: float
    findings: list[Finding] = field(default_factory=list)
    entries: list[AggregateEntry] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)  # how much is not known, by kind
    remarks: list[str] = field(default_factory=list)  # on how it was read
    unread: list[str] = field(default_factory=list)  # parts that could not be
    problems: list[Problem] = field(default_factory=list)  # of the file
    comments: list[IgnoreComment] = field(default_factory=list)
    references: frozenset[str] = frozenset()  # base references of the agreements
    records: list[Record] = field(default_factory=list)
    printed: frozenset[Printed] = frozenset()  # what agreements print, each set of names once

    def __repr__(self) -> str:
        return f"<DocumentResult {self.path}: {self.agreements} agreements, {len(self.findings)} findings>"

    def add(self, other: DocumentResult) -> None:
        """Take in what was found in a part of the document."""
        self.agreements += other.agreements
        self.findings += other.findings
        self.entries += other.entries
        self.unknown += other.unknown
        self.errors += [error for error in other.errors if error not in self.errors]
        self.references |= other.references
        self.records += other.records
        self.printed |= other.printed


def check_document(
    document: Document, rules: list[Rule] | Plan, scanner: Scanner, as_of: str
) -> DocumentResult:
    """Check the pages of a document, by some rules or by the plan that was made of them."""
    plan = rules if isinstance(rules, Plan) else Plan(rules)
    whole = DocumentResult(
        document.path,
        document.kind,
        0,
        sum(map(len, document.lines)),
        document.coverage,
        remarks=document.remarks,
        unread=document.unread,
        problems=document.problems,
        comments=document.comments,
    )
    for part in check_pages(document.pages() if document.agreements else [], plan, scanner, as_of):
        whole.add(part.result(document.path, document.kind))
    return whole


_BREAKS_OFF = "The text that was read breaks off, so the rest of it may say more."


class Part(NamedTuple):
    """What was found on a page of a document, and what was asked of the month of its edition."""

    findings: list[Finding]
    entries: list[AggregateEntry]
    errors: list[str]
    unknown: Counter[str]
    records: list[Record]
    asked: list[Asked]
    printed: frozenset[Printed]

    def result(self, path: str, kind: str) -> DocumentResult:
        """As that of a document, to be added to the result of the whole."""
        return DocumentResult(
            path, kind, len(self.records), 0, 0.0, self.findings, self.entries, self.errors, self.unknown,
            references=frozenset(each.reference for each in self.records if each.reference),
            records=self.records,
            printed=self.printed,
        )  # fmt: skip


def check_pages(pages: list[Document], plan: Plan, scanner: Scanner, as_of: str) -> Iterator[Part]:
    """What is found on each page by itself."""
    memory: RowMemory = {}
    for page in pages:
        before = set(scanner.given_up)
        if any(agreement.sections or agreement.unlabelled for agreement in page.agreements):
            # Before the facts ask for their texts, so that all are sought at once.
            scanner.prepare(page.lines)
        scope = DocumentScope(DocumentFacts(page), scanner, as_of)
        printed = [printed_by(each.facts, as_of) for each in scope.agreements]
        part = Part([], [], [], Counter(), [], [], frozenset(printed))
        found: list[Finding] = []
        part.unknown.update(item.get("kind") for item in scope.collections["unknown"] or [])
        for rule, case, aggregate in plan.aggregates:
            part.entries.extend(_aggregate_entries(rule, case, aggregate, scope))
        for rule, case in plan.of_pages[scope.has_rows]:
            outcome = case.when.evaluate(scope)
            if outcome.truth:
                found.extend(build_findings(rule, case, scope, None, outcome.matches))
        newest = Newest(page)
        part.records.extend(_record(agreement, page, newest) for agreement in scope.agreements)
        for agreement, names in sorted(
            zip(scope.agreements, printed, strict=True),
            key=lambda each: newest.is_replaced(each[0].facts.agreement.start_line),
        ):
            if not plan.all_versions and newest.is_replaced(agreement.facts.agreement.start_line):
                break  # all that follow are older, too
            cases = plan.of_agreement(agreement.has_rows, names, frozenset(agreement.texts))
            _check_agreement(agreement, cases, scope, found, memory, newest)
        part.findings.extend(reported_once(found, plan.by_id, page))
        part.errors.extend(each for number, each in scanner.given_up.items() if number not in before)
        part.asked.extend(scope.facts.edition.asked)
        yield part


def _record(agreement: AgreementScope, page: Document, newest: Newest) -> Record:
    header = agreement.header
    organisation = header.organisation or page.organisation_name or None
    year = header.made[:4] if header.made else None
    lines = header.line or 0, header.end_line or 0
    printed = agreement.facts.agreement
    is_replaced = newest.is_replaced(printed.start_line)
    return Record(header.reference, header.title, organisation, *lines, year, printed.version, is_replaced)


def _check_agreement(
    agreement: AgreementScope,
    cases: Cases,
    page: DocumentScope,
    found: list[Finding],
    memory: RowMemory,
    newest: Newest,
) -> None:
    record = agreement.facts.agreement.start_line
    is_replaced = newest.is_replaced(record)
    before = len(found)
    for rule, case in cases:
        for name in case.required_collections:
            if not agreement.collections[name]:
                break
        else:
            is_known = partial(newest.is_shown, record, rule) if is_replaced else None
            if case.by_rows:
                found.extend(_by_rows(rule, case, page, agreement, memory, is_known))
                continue
            if not case.holds(agreement):
                continue
            outcome = case.when.evaluate(agreement)
            if outcome.truth:
                findings = build_findings(rule, case, page, agreement.facts.index, outcome.matches, is_known)
                found.extend(_doubted(findings, case, agreement.with_doubts))
    if not is_replaced:
        newest.note(record, found[before:])


def _by_rows(
    rule: Rule,
    case: Case,
    page: DocumentScope,
    agreement: AgreementScope,
    memory: RowMemory,
    is_known: Callable[[str], bool] | None,
) -> list[Finding]:
    """The findings about the rows of an agreement, one for all rows that are equal in what it rests on.

    Most rows of a register repeat a few hundred combinations of values, so what the values alone rule out
    is remembered.
    """
    found: list[Finding] = []
    for values, rows in agreement.rows_by(case.of_row).items():
        if case.row_part:
            key = (rule.id, case.number, values)
            if key not in memory:
                memory[key] = case.row_part.evaluate(ReleaseScope(agreement, rows[0])).truth is True
            if not memory[key]:
                continue
        row = ReleaseScope(agreement, rows[0])
        if not case.holds(row):
            continue
        outcome = case.when.evaluate(row)
        if outcome.truth:
            findings = build_findings(rule, case, page, agreement.facts.index, outcome.matches, is_known)
            if doubts := agreement.with_doubts:
                findings = _doubted(findings, case, ReleaseScope(doubts, rows[0]))
            found += [finding.for_rows(page.facts.document, rows) for finding in findings]
    return found


def _doubted(findings: list[Finding], case: Case, doubts: AgreementScope | None) -> list[Finding]:
    """The findings, only possible ones where they rest on what a text that breaks off does not mention."""
    if doubts is None or case.when.evaluate(doubts).truth:
        return findings
    return [
        finding._replace(
            certainty="possible",
            severity="warning" if finding.severity == "error" else finding.severity,
            message=f"{finding.message} {_BREAKS_OFF}",
        )
        for finding in findings
    ]


def _aggregate_entries(rule: Rule, case: Case, when: Aggregate, scope: DocumentScope) -> list[AggregateEntry]:
    document = scope.facts.document
    in_page = rule.scope == "document"
    page = f"{document.agreements[0].start_line} {document.path}" if in_page else ""
    entries = []
    for key, value, record, matches in when.aggregate(scope):
        found = None if matches is None else build_finding(rule, case, scope, record, matches, key)
        entries.append(AggregateEntry(rule.id, case.number, page, key, value, record, found))
    return entries


def aggregate_findings(rules: list[Rule], results: list[DocumentResult]) -> list[Finding]:
    """One finding for each key under which a comparison is true, with all that it rests on."""
    by_id = {rule.id: rule for rule in rules}
    groups: dict[tuple[str, int, str, str], list[tuple[str, AggregateEntry]]] = {}
    for result in results:
        for entry in result.entries:
            groups.setdefault(entry[:4], []).append((result.path, entry))
    merged = []
    for (id, number, _, _), group in groups.items():
        when = by_id[id].cases[number].when
        assert isinstance(when, Aggregate)
        values = [AggregateValue((path, one.record), one.value, one.has_finding) for path, one in group]
        findings = [found for n in when.aggregate_report(values) if (found := group[n][1].found)]
        if findings:
            merged.append(merge_findings(sorted(findings, key=lambda finding: finding.sort_key)))
    return merged


def merge_findings(findings: list[Finding]) -> Finding:
    """The first of the findings with the evidence of all. Their fingerprint is that of their key."""
    evidence: tuple[Evidence, ...] = tuple(e for finding in findings for e in finding.evidence)
    occurrences: tuple[Occurrence, ...] = tuple(finding.occurrence() for finding in findings)
    number = str(len(findings))
    findings = [
        each._replace(
            message=each.message.replace("{group.count}", number),
            statement=each.statement.replace("{group.count}", number),
        )
        for each in findings
    ]
    return findings[0]._replace(
        evidence=evidence[:MOST_EVIDENCE],
        occurrences=occurrences,
        parts=tuple(findings) if len(findings) > 1 else (),
        agreements=tuple(dict.fromkeys(each for finding in findings for each in finding.agreements)),
    )


def one_by_one(rules: list[Rule], results: list[DocumentResult]) -> list[Finding]:
    """Everything found, compared over the whole run and not yet folded, in the order it is shown."""
    found = [finding for result in results for finding in result.findings]
    return sorted([*found, *aggregate_findings(rules, results)], key=lambda finding: finding.sort_key)
