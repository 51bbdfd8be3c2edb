"""What the HTML report shows, as plain values that its template only has to lay out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sized

from dslint.engine.finding import Evidence, Finding
from dslint.engine.report import Report
from dslint.engine.rule import SEVERITIES, Authority
from dslint.reporters import place
from dslint.reporters.arrange import measured, statistics
from dslint.reporters.by_agreement import Key, Share, all_shares, checked_records, shares
from dslint.reporters.escape import visible
from dslint.reporters.phrases import clip, percent, rate, remarks
from dslint.reporters.text_finding import sentence
from dslint.reporters.view import View
from dslint.tuples import NamedTuple
from dslint.values.numbers import count

_OTHERS = 5  # sides besides the primary one
_MOST_ROWS = 15  # of a picture
_AROUND, _BETWEEN = 140, 160  # code points shown around the marks of a line, and between two of them
_LONGEST_MARK = 400
_STYLES = (*SEVERITIES, "new", "came", "resolved", "continuing")  # that a picture explains
_UNNAMED = "no organisation named"


class Piece(NamedTuple):
    """A stretch of a line; `label` is None outside marks."""

    text: str
    label: str | None = None
    is_primary: bool = False


class Line(NamedTuple):
    where: str
    pieces: list[Piece]


class Source(NamedTuple):
    text: str
    address: str | None
    period: str
    status: str


class Member(NamedTuple):
    """An agreement that a finding applies to."""

    agreement: str
    organisation: str
    where: str


class Card(NamedTuple):
    """A finding. `orgs` are numbers of organisations, as the filter knows them."""

    anchor: str
    rule: str
    title: str
    severity: str
    certainty: str
    message: str
    rest: str
    caveat: str
    where: str
    primary: list[Line]
    others: list[Line]
    more: int
    remedy: str
    sources: list[Source]
    members: list[Member]
    orgs: list[int]
    agreement: str
    organisation: str


class Bar(NamedTuple):
    """A row of a picture: its numbers, each with the share of the longest row in percent."""

    label: str
    parts: list[tuple[str, int, float]]  # style, number, width
    note: str = ""

    @property
    def total(self) -> int:
        return sum(number for _, number, _ in self.parts)


class Picture(NamedTuple):
    title: str
    what: str
    legend: list[str]
    bars: list[Bar]
    left_out: int = 0


class Cards(Sized, Iterable[Card]):
    """The cards of findings, each made when it is asked for: together they are larger than the findings."""

    def __init__(
        self, findings: list[Finding], titles: dict[str, str], organisations: list[str], report: Report
    ) -> None:
        """`organisations` are the names of all, in the order of their numbers."""
        self._findings = findings
        self._titles = titles
        self._numbers = {name: number for number, name in enumerate(organisations)}
        self._report = report

    def __len__(self) -> int:
        return len(self._findings)

    def __iter__(self) -> Iterator[Card]:
        anchors: Counter[str] = Counter()
        for finding in self._findings:
            anchors[finding.fingerprint] += 1
            nth = anchors[finding.fingerprint]
            anchor = f"f-{finding.fingerprint}" + (f"-{nth}" if nth > 1 else "")
            yield _card(finding, shares(finding), anchor, self._titles, self._numbers, self._report)


class Page(NamedTuple):
    counts: dict[str, int]
    certain: int
    possible: int
    documents: int
    printed: int  # agreements as the summary of a terminal counts them: each version and each page
    agreements: int  # each reference once
    clean: int
    rules: list[tuple[str, str]]
    organisations: list[str]
    pictures: list[Picture]
    cards: Cards
    remarks: list[str]
    unread: list[str]


def page_of(report: Report, view: View) -> Page:
    """Findings in the order of their severity, rule and place."""
    titles = {rule.id: rule.title for rule in report.rules}
    ordered = sorted(report.findings, key=lambda f: (SEVERITIES.index(f.severity), f.rule, f.sort_key))
    names: set[str] = set()
    found: set[Key] = set()
    for share in all_shares(ordered):
        names.add(share.part.organisation or _UNNAMED)
        if share.key is not None:
            found.add(share.key)
    organisations = sorted(names, key=str.casefold)
    checked = {key for _, key, _ in checked_records(report)}
    certain = sum(finding.certainty == "certain" for finding in ordered)
    return Page(
        counts=report.counts(),
        certain=certain,
        possible=len(ordered) - certain,
        documents=len(report.with_agreements),
        printed=report.agreements,
        agreements=len(checked),
        clean=len(checked - found),
        rules=[(rule, visible(titles.get(rule, ""))) for rule in sorted({f.rule for f in ordered})],
        organisations=[visible(name) for name in organisations],
        pictures=_pictures(report, ordered, titles),
        cards=Cards(ordered, titles, organisations, report),
        remarks=[visible(remark) for remark in remarks(report)],
        unread=[visible(str(error)) for error in report.errors],
    )


def _card(
    finding: Finding,
    own: list[Share],
    anchor: str,
    titles: dict[str, str],
    numbers: dict[str, int],
    report: Report,
) -> Card:
    message, rest = sentence(finding)
    primary = finding.primary
    sides = finding.evidence[: 1 + _OTHERS]
    here = [each for each in sides if _line_of(each) == _line_of(primary)]
    there = [each for each in sides if _line_of(each) != _line_of(primary)]
    members = [
        Member(
            visible(share.part.agreement or ""),
            visible(share.part.organisation or _UNNAMED),
            visible(place.where(share.part.primary.path, share.part.primary.at)),
        )
        for share in own
    ]
    return Card(
        anchor=anchor,
        rule=finding.rule,
        title=visible(titles.get(finding.rule, finding.name)),
        severity=finding.severity,
        certainty=finding.certainty,
        message=visible(message),
        rest=visible(rest),
        caveat=visible(finding.caveat or ""),
        where=visible(place.where(primary.path, primary.at)),
        primary=_lines(here, finding, report),
        others=_lines(there, finding, report),
        more=len(finding.evidence) - len(sides),
        remedy=visible(finding.remedy),
        sources=[_source(authority) for authority in finding.authority],
        members=members if len(members) > 1 else [],
        orgs=sorted({numbers[share.part.organisation or _UNNAMED] for share in own}),
        agreement=visible(finding.agreement or ""),
        organisation=visible(finding.organisation or ""),
    )


def _line_of(evidence: Evidence) -> tuple[str, int]:
    return evidence.path, evidence.span.line


def _lines(sides: list[Evidence], finding: Finding, report: Report) -> list[Line]:
    by_line: dict[tuple[str, int], list[Evidence]] = {}
    for evidence in sorted(sides, key=place.key):
        by_line.setdefault(_line_of(evidence), []).append(evidence)
    lines = []
    for (path, number), members in by_line.items():
        at = members[0].at
        where = place.in_words(at) if path == finding.primary.path else place.where(path, at)
        text = report.lines.get(path, {}).get(number, "")
        lines.append(Line(visible(where), list(_pieces(text, members, finding.primary))))
    return lines


def _pieces(text: str, sides: list[Evidence], primary: Evidence) -> Iterable[Piece]:
    """The line around its marks. Of marks that overlap the later one begins where the first has ended."""
    at = 0
    for number, side in enumerate(sorted(sides, key=lambda each: each.span)):
        start, end = max(side.span.column - 1, at), max(side.span.end_column - 1, at)
        between = text[at:start]
        if number == 0 and len(between) > _AROUND:
            between = "… " + between[-_AROUND:].split(" ", 1)[-1]
        elif len(between) > _BETWEEN:
            between = f"{between[: _BETWEEN // 2]} … {between[-_BETWEEN // 2 :]}"
        if between:
            yield Piece(visible(between))
        yield Piece(clip(visible(text[start:end]), _LONGEST_MARK), visible(side.note), side is primary)
        at = end
    if behind := text[at:]:
        yield Piece(clip(visible(behind[: 2 * _AROUND]), _AROUND))


def _source(authority: Authority) -> Source:
    period = [f"from {authority.in_force_from}"] if authority.in_force_from else []
    period += [f"until {authority.in_force_until}"] if authority.in_force_until else []
    url = authority.url or ""
    return Source(
        visible(authority.document + (f", {authority.point}" if authority.point else "")),
        url if url.startswith(("https://", "http://")) and url.isprintable() else None,
        f"in force {' '.join(period)}" if period else "",
        authority.status,
    )


def _pictures(report: Report, findings: list[Finding], titles: dict[str, str]) -> list[Picture]:
    by_rule = statistics(report)
    of = measured(report, None)
    by_rule.sort(key=lambda row: (-row.agreements, row.label))
    rules = [(row.label.split(" ")[0], row) for row in by_rule]
    found = [
        picture(
            "Agreements by rule",
            "How many agreements each rule found something in.",
            [
                (
                    f"{rule} {titles.get(rule, '')}",
                    {"bar": row.agreements},
                    f"{rate(row.rate)} of those {of}",
                )
                for rule, row in rules
            ],
        ),
        picture(
            "Findings by organisation",
            "The organisations whose agreements have most findings. A finding counts for each of them.",
            [
                (
                    row.label,
                    dict(zip(SEVERITIES, row.counts, strict=True)),
                    count(row.agreements, "agreement"),
                )
                for row in sorted(statistics(report, "organisation"), key=lambda r: (-r.findings, r.label))
            ],
        ),
    ]
    years = _by_year(report, findings)
    if years:
        found.append(
            picture(
                "Findings by year of the agreement",
                "By the date of the agreement. A finding counts once for each agreement that it applies to.",
                [(year, counts, "") for year, counts in years],
            )
        )
    return [each for each in found if each.bars]


def _by_year(report: Report, findings: list[Finding]) -> list[tuple[str, dict[str, int]]]:
    years: dict[Key, str] = {key: record.year or "no date" for _, key, record in checked_records(report)}
    counted: dict[str, dict[str, int]] = {}
    for finding in findings:
        for share in shares(finding):
            if share.key is not None:
                year = counted.setdefault(years.get(share.key, "no date"), dict.fromkeys(SEVERITIES, 0))
                year[finding.severity] += 1
    return sorted(counted.items())


def picture(
    title: str, what: str, rows: list[tuple[str, dict[str, int], str]], most: int = _MOST_ROWS
) -> Picture:
    """Bars of rows: the label of each, its numbers by their style, and a note. A title is "what by which"."""
    shown = rows[:most]
    longest = max((sum(numbers.values()) for _, numbers, _ in shown), default=0) or 1
    bars = [
        Bar(
            visible(label),
            [
                (style, number, round(100 * number / longest, 2))
                for style, number in numbers.items()
                if number
            ],
            note,
        )
        for label, numbers, note in shown
    ]
    drawn = {style for bar in bars for style, _, _ in bar.parts}
    legend = [style for style in _STYLES if style in drawn]
    return Picture(title, what, legend, bars, len(rows) - len(shown))


def understood(report: Report) -> list[tuple[str, str]]:
    """Each document with how much of its text belongs to a field or section."""
    return [
        (visible(each.path), percent(each.coverage) if each.agreements else "has no agreement")
        for each in report.documents
    ]
