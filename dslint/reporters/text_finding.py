"""A finding in the two forms that the text report has: full with its evidence, and in a few lines."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.engine.finding import Evidence, Finding
from dslint.engine.report import Report
from dslint.engine.rule import Authority
from dslint.reporters import place
from dslint.reporters.by_agreement import Key, Share, shares
from dslint.reporters.escape import visible
from dslint.reporters.frame import width, wrap
from dslint.reporters.marks import Mark, marked
from dslint.reporters.phrases import clip
from dslint.reporters.rule_text import authority_line
from dslint.reporters.view import View
from dslint.tuples import NamedTuple
from dslint.values.numbers import count

MOST_LINES = 12  # of a finding in full
OTHERS = 2  # sides besides the primary one
_LONGEST_QUOTE, _SHORTEST_QUOTE = 38, 12  # cells of the words of a side, in the short form
CAVEAT = "†"
INDENT = "  "


class Entry(NamedTuple):
    """What is shown as one finding; `same` are others that say the same of other places or agreements."""

    finding: Finding
    same: tuple[Finding, ...] = ()

    @property
    def everything(self) -> list[Finding]:
        return [self.finding, *self.same]


def entries(findings: Iterable[Finding], across_agreements: bool) -> list[Entry]:
    """One for each statement of a rule about an agreement, or about any, in the order of the first."""
    found: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        key: tuple[object, ...] = (finding.rule, finding.severity, finding.certainty, statement(finding))
        key += (finding.remedy, bool(finding.caveat))
        if not across_agreements:
            key += (finding.agreement, finding.primary.path, finding.record_line)
        found.setdefault(key, []).append(finding)
    return [Entry(first, tuple(rest)) for first, *rest in found.values()]


def statement(finding: Finding) -> str:
    return finding.statement or finding.message


def sentence(finding: Finding) -> tuple[str, str]:
    """The sentence that says what is wrong, and the rest of the statement."""
    text = statement(finding)
    end = text.find(". ")
    while end >= 0 and (text.count('"', 0, end) % 2 or not text[end + 2].isupper()):
        end = text.find(". ", end + 1)
    return (text, "") if end < 0 else (text[: end + 1], text[end + 2 :])


def kind(finding: Finding) -> str:
    return f"possible {finding.severity}" if finding.certainty == "possible" else finding.severity


def full(entry: Entry, report: Report, view: View) -> list[str]:
    """At most MOST_LINES lines, unless the view asks for all there is."""
    finding, room = entry.finding, view.width - len(INDENT)
    fix = _labelled("fix: ", _remedy(finding), view)
    source = _sources(finding, view)
    for others in range(OTHERS, -1, -1):
        frames = _frames(finding, report, view, others)
        more = _more(entry, view, room, others)
        if view.verbose or len(frames) + len(more) + len(source) + 3 <= MOST_LINES:
            break
    message, rest = sentence(finding)
    first = list(wrap(message if view.verbose else _with_caveat(message, finding), room))
    behind = list(wrap(rest, room))
    if view.verbose:
        behind += wrap(finding.caveat or "", room)
    else:
        left = MOST_LINES - 1 - len(frames) - len(more) - 1 - len(source)
        first = _at_most(first, max(left, 1), room)
        fix = _at_most(fix, max(1, min(2, 1 + left - len(first))), room)
        left -= len(first) + len(fix) - 1
        behind = _at_most(behind, left, room)
    body = [*first, *frames, *behind, *more, *fix, *source]
    return [_head(finding, view), *(f"{INDENT}{line}" for line in body)]


def compact(entry: Entry, view: View) -> list[str]:
    """Three or four lines: what is wrong, where, and what the two sides say."""
    finding, room = entry.finding, view.width - len(INDENT)
    head = f"{finding.severity} {finding.rule}"
    possible = " possible:" if finding.certainty == "possible" else ""
    text = f"{head}{possible} {_with_caveat(sentence(finding)[0], finding)}"
    lines = _at_most(_hanging(text, view.width), 2, room)
    where = place.where(visible(finding.primary.path), finding.primary.at)
    shown = " ".join(lines)
    left = room - width(where) - len("  ")
    sides = _both_sides(finding, shown, _LONGEST_QUOTE)
    if width(sides) > left:
        short = _both_sides(finding, shown, (left - len(" / line 1234: ")) // 2)
        sides = short if width(short) <= left and left > 2 * _SHORTEST_QUOTE else sides
    painted = view.paint(finding.severity, finding.severity)
    painted += f" {_rule(finding, view)}{view.paint(possible, 'dim')}"
    lines[0] = painted + lines[0][len(head + possible) :]
    rest = [clip(sides, room)] if width(sides) > left else []
    beside = "" if rest else sides
    more = _more(entry, view, room, len(finding.evidence))
    if more and not rest and width(beside) + 2 + width(more[0]) <= left:
        beside = "; ".join(filter(None, (beside, more.pop())))
    place_line = view.paint(where, "path") + (f"  {beside}" if beside else "")
    return [lines[0], *(f"{INDENT}{line}" for line in [*lines[1:], place_line, *rest, *more])]


def _head(finding: Finding, view: View) -> str:
    where = place.where(visible(finding.primary.path), finding.primary.at)
    parts = [f"{where}", kind(finding), finding.rule]
    head = "  ".join(
        [view.paint(where, "path"), view.paint(kind(finding), finding.severity), _rule(finding, view)]
    )
    named = visible(finding.agreement or "")
    if named and width("  ".join([*parts, named])) <= view.width:
        head += f"  {view.paint(named, 'dim')}"
    return head


def _rule(finding: Finding, view: View) -> str:
    address = next((each.url for each in finding.authority if each.url), None)
    shown = view.paint(finding.rule, "bold")
    return view.link(shown, address) if address else shown


def _with_caveat(message: str, finding: Finding) -> str:
    return f"{message} {CAVEAT}" if finding.caveat else message


def _at_most(lines: Iterable[str], most: int, room: int) -> list[str]:
    """So many lines; where there are more, the last one says so."""
    lines = list(lines)
    if len(lines) <= most:
        return lines
    if most <= 0:
        return []
    kept = lines[:most]
    mark = f" {CAVEAT}" if lines[-1].endswith(CAVEAT) else ""
    last = kept[-1]
    while width(last) > room - 2 - len(mark) and " " in last:
        last = last.rsplit(" ", 1)[0]
    kept[-1] = f"{last} …{mark}"
    return kept


def _hanging(text: str, room: int) -> list[str]:
    """Lines of which all but the first will be indented."""
    first, *rest = wrap(text, room)
    return [first, *wrap(" ".join(rest), room - len(INDENT))]


def _frames(finding: Finding, report: Report, view: View, others: int) -> list[str]:
    """Each line of the input once, with all its marks; the lines in their order."""
    shown = finding.evidence if view.verbose else finding.evidence[: 1 + others]
    by_line: dict[tuple[str, int], list[Evidence]] = {}
    for evidence in sorted(shown, key=place.key):
        by_line.setdefault((evidence.path, evidence.span.line), []).append(evidence)
    gutter = max(len(place.gutter(each.at)) for each in shown)
    room = view.width - len(INDENT) - gutter - 3
    edge = view.paint(f"{' ' * gutter} |", "dim")
    lines = []
    path = finding.primary.path
    before = ""
    for (in_path, _), members in by_line.items():
        if in_path != path:
            path = in_path
            lines.append(view.paint(clip(f"{' ' * gutter} : {visible(path)}", room), "dim"))
        marks = [_mark(each, finding) for each in members]
        text = report.lines.get(in_path, {}).get(members[0].span.line, "")
        line, *below = marked(text, marks, room, view.paint)
        number = place.gutter(members[0].at)
        named = number if number != before else ""  # a cell may hold several lines
        before = number
        lines.append(f"{view.paint(f'{named.rjust(gutter)} |', 'dim')} {line}")
        lines += [f"{edge} {row}" for row in below]
    return lines


def _mark(evidence: Evidence, finding: Finding) -> Mark:
    is_primary = evidence is finding.primary
    sign, style = ("^", finding.severity) if is_primary else ("-", "mark")
    return Mark(evidence.span.column, evidence.span.end_column, evidence.note, sign, style)


def _more(entry: Entry, view: View, room: int, shown: int) -> list[str]:
    """In one line: the places that are not shown, and the other agreements that the finding applies to."""
    finding = entry.finding
    own = shares(finding)
    others: dict[Key, Share] = {share.key: share for share in own[1:] if share.key is not None}
    places = 0 if view.verbose else len(finding.evidence[1 + shown :])
    here = [one for one in place.further(finding, finding.evidence) if one.agreement == finding.agreement]
    same = []
    for each in entry.same:
        same += [each] if shares(each)[0].key == own[0].key else []
        for share in shares(each):
            if share.key is not None and share.key != own[0].key:
                others.setdefault(share.key, share)
    remarks = []
    if number := places + len(here) + len(same):
        remarks.append(f"and {count(number, 'more place')}")
    if others:
        named = [_named(share, finding) for share in others.values()]
        remarks.append(f"also in {count(len(others), 'more agreement')}: {', '.join(named)}")
    text = "; ".join(remarks)
    if not text:
        return []
    return list(wrap(text, room)) if view.verbose else [clip(visible(text), room)]


def _named(share: Share, finding: Finding) -> str:
    part = share.part
    where = place.in_words(part.primary.at)
    if part.primary.path != finding.primary.path:
        where = place.where(part.primary.path, part.primary.at)
    return f"{part.agreement} ({where})" if part.agreement else where


def _both_sides(finding: Finding, message: str, most: int) -> str:
    """The marked words of both sides, the other one with its line; without what the message says already."""
    primary, (share, *_) = finding.primary, shares(finding)
    other = share.other_side
    words = _quoted(primary.text, most)
    sides = [] if not primary.text.strip() or words in message else [words]
    if other is not None and other.text.strip():
        where = place.in_words(other.at) if other.path == primary.path else place.where(other.path, other.at)
        same_line = other.path == primary.path and other.at[:1] == primary.at[:1]
        quoted = _quoted(other.text, most)
        parts = [] if same_line else [visible(where)]
        parts += [] if quoted in message else [quoted]
        sides += [": ".join(parts)] if parts else []
    return " / ".join(sides)


def _quoted(text: str, most: int) -> str:
    return f'"{clip(visible(text), max(most - 2, _SHORTEST_QUOTE))}"'


def _remedy(finding: Finding) -> str:
    """The remedy, and whether a tool can apply it."""
    if finding.suggestion is None or not finding.suggestion.is_safe:
        return finding.remedy
    return f"{finding.remedy} --fix does it."


def _labelled(label: str, text: str, view: View) -> list[str]:
    """A text behind its label, further lines below its beginning."""
    lines = wrap(text, view.width - len(INDENT) - len(label))
    head = view.paint(label, "dim")
    return [f"{' ' * len(label) if number else head}{line}" for number, line in enumerate(lines)]


def _sources(finding: Finding, view: View) -> list[str]:
    if view.verbose:
        found: list[str] = []
        for authority in finding.authority:
            found += _labelled("source: ", authority_line(authority), view)
        return found
    return [view.paint("source: ", "dim") + brief(finding.authority, view.width - len(INDENT) - 8)]


def brief(authorities: tuple[Authority, ...], room: int) -> str:
    """As many authorities as one line holds; `dslint explain` has them all."""
    names = [visible(authority.brief()) for authority in authorities]
    for shown in range(len(names), 1, -1):
        more = f" and {len(names) - shown} more" if shown < len(names) else ""
        if len(text := "; ".join(names[:shown]) + more) <= room:
            return text
    return clip("; ".join(names[:1]), room)


def remedies(shown: list[Entry], view: View) -> list[str]:
    """The fix and the source of each rule of some entries in compact form, each once."""
    lines: list[str] = []
    by_case: dict[tuple[str, int], Finding] = {}
    for entry in shown:
        by_case.setdefault((entry.finding.rule, entry.finding.case), entry.finding)
    by_remedy = {(each.rule, each.remedy): each for each in reversed(by_case.values())}
    for finding in reversed(by_remedy.values()):
        source = brief(finding.authority, 24)
        text = f"{finding.rule} fix: {finding.remedy} source: {source}"
        head, *rest = _at_most(_hanging(text, view.width), 2, view.width - len(INDENT))
        lines.append(view.paint(finding.rule, "bold") + head[len(finding.rule) :])
        lines += [f"{INDENT}{line}" for line in rest]
    return lines
