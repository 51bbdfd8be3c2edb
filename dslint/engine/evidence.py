"""From the facts that a condition rests on to what a rule says of them."""

from __future__ import annotations

from collections.abc import Callable

from dslint.digests import sha256
from dslint.engine.finding import MOST_EVIDENCE, Evidence, Finding
from dslint.engine.outcome import Match, with_partners
from dslint.engine.rule import Case, Rule
from dslint.engine.scope import NO_HEADER, DocumentScope
from dslint.engine.suggestion import Suggestion, suggestion_of
from dslint.facts.meanings import fold_text
from dslint.model import Span
from dslint.regexes import regex

_ATTRIBUTE = regex(r"\{(\w+)\}")
_VOICES = {"register-workbook": "workbook", "draft": "draft"}
_NOT_WORDS = {"heading", "as_of"}  # the agreement is named by its reference, and today is no evidence


def build_findings(
    rule: Rule,
    case: Case,
    scope: DocumentScope,
    record: int | None,
    matches: tuple[Match, ...],
    is_known: Callable[[str], bool] | None = None,
) -> list[Finding]:
    """The findings of a case that is true, without those that are known by the words that they show."""
    found = _by_value(case, matches)
    if is_known:
        found = [one for one in found if not is_known(_words_to_show(case, scope, one))]
    return [build_finding(rule, case, scope, record, one) for one in found]


def words_shown(finding: Finding) -> str:
    """The words at the first place that a finding shows, however they are spaced."""
    return fold_text(finding.primary.text)


def _words_to_show(case: Case, scope: DocumentScope, facts: tuple[Match, ...]) -> str:
    """The same of a finding that is not made yet; "" where it rests on nothing that is printed."""
    sides = _sides(case, with_partners(facts))
    return fold_text(scope.printed[sides[0].item.span].text) if sides else ""


def _by_value(case: Case, matches: tuple[Match, ...]) -> list[tuple[Match, ...]]:
    """The facts of each finding: there is one, or one for each value that `per` names."""
    if case.per is None:
        return [matches]
    alias, attribute = case.per
    values: dict[str, list[Match]] = {}
    for one in matches:
        if one.alias == alias:
            values.setdefault(str(one.item.get(attribute)), []).append(one)
    shared = [one for one in matches if one.alias != alias]
    return [(*mine, *shared) for mine in values.values()]


def build_finding(
    rule: Rule,
    case: Case,
    scope: DocumentScope,
    record: int | None,
    facts: tuple[Match, ...],
    key: str | None = None,
) -> Finding:
    """A finding with all that it rests on. `key` is that of a comparison, from which its fingerprint is made,
    so that it is the same whichever of the items that share the key comes first."""
    document = scope.facts.document
    matches = with_partners(facts)
    sides = _sides(case, matches) or [Match("", scope.agreements[record or 0].facts.heading, "")]
    if record is None:
        record = sides[0].item.record
    header = scope.agreements[record].header if record is not None else NO_HEADER
    voice = _VOICES.get(document.kind, "page")
    page = document.organisation_name
    what, cure = case.words(voice)
    statement = what.fill(matches, scope.place)
    authorities, caveat = case.cites(_measured_by(case, matches), header.made)
    if key is None:
        fingerprint = _fingerprint(rule, case, sides, header.reference, page, voice)
    else:
        fingerprint = digest(rule.id, str(case.number), page if rule.scope == "document" else "", key)
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=case.severity,
        certainty=case.certainty,
        message=f"{statement} {caveat}" if caveat else statement,
        remedy=cure.fill(matches, scope.place),
        agreement=header.reference,
        title=header.title,
        record_line=header.line,
        record_end=header.end_line,
        evidence=_evidence(scope, sides)[:MOST_EVIDENCE],
        fingerprint=fingerprint,
        authority=authorities,
        case=case.number,
        fold=case.fold,
        organisation=header.organisation or page or None,
        agreements=_references(scope, record, sides),
        statement=statement,
        caveat=caveat,
        suggestion=_suggestion(case, scope, record, matches) if case.suggestion else None,
        record=header.record,
    )


def _sides(case: Case, matches: list[Match]) -> list[Match]:
    """The facts that are shown, the primary one first. A condition without a name and a remark only guards
    the others."""
    primary = [one for one in matches if one.alias == case.point_at][:1] if case.point_at else []
    return primary + _sides_first([one for one in matches if one.alias or one.note])


def _sides_first(matches: list[Match]) -> list[Match]:
    """The first place of each name, then the second of each, and so on: no side is cut away by another."""
    if len(matches) < 2 or len({one.alias for one in matches}) in (1, len(matches)):
        return matches
    counts: dict[str, int] = {}
    ranks: list[list[Match]] = []
    for one in matches:
        rank = counts.get(one.alias, 0)
        counts[one.alias] = rank + 1
        if rank == len(ranks):
            ranks.append([])
        ranks[rank].append(one)
    return [one for several in ranks for one in several]


def _suggestion(
    case: Case, scope: DocumentScope, record: int | None, matches: list[Match]
) -> Suggestion | None:
    """What the case suggests. A finding that may have a reason leaves the choice to a person."""
    found = suggestion_of(case.suggestion, scope.facts.document, record, matches, scope.place)
    return found._replace(is_safe=False) if found and case.certainty != "certain" else found


def _evidence(scope: DocumentScope, sides: list[Match]) -> tuple[Evidence, ...]:
    """One side for each place, with the notes of all facts there."""
    found: dict[Span, Evidence] = {}
    printed, references = scope.printed, scope.references
    for _, item, note, _ in sides:
        _, span, field, _, record = item
        if "{" in note:
            note = _ATTRIBUTE.sub(lambda place: str(item.get(place[1]) or place[0]), note)  # noqa: B023
        if (known := found.get(span)) is None:
            path, shown, text, at = printed[span]
            about = None if record is None else references[record]
            found[span] = Evidence(path, shown, field, text, note, at, about)
        elif note and note not in known.note:
            found[span] = known._replace(note=f"{known.note}; {note}" if known.note else note)
    return tuple(found.values())


def _measured_by(case: Case, matches: list[Match]) -> tuple[str, ...]:
    """The values that decide what standards the facts are measured against."""
    if case.standards is None or case.standards.by is None:
        return ()
    name, attribute = case.standards.by
    return tuple(dict.fromkeys([str(one.item.get(attribute)) for one in matches if one.alias == name]))


def _references(scope: DocumentScope, record: int | None, sides: list[Match]) -> tuple[str, ...]:
    """The base references of the agreements that a finding rests on."""
    records = dict.fromkeys([record, *[item.record for _, item, _, _ in sides]])
    found = [scope.references[each] for each in records if each is not None]
    return tuple(dict.fromkeys(filter(None, found)))


def _fingerprint(
    rule: Rule, case: Case, sides: list[Match], reference: str | None, page: str, voice: str
) -> str:
    """Made of the rule, the agreement (or the page) and the words, never of positions."""
    if case.fold == "corpus":
        return digest(rule.id, fold_text(sides[0].item.text))
    if case.fold == "document":
        # A workbook has the agreements of many organisations, and is one edition.
        return digest(rule.id, "" if voice == "workbook" else page, str(case.number))
    about = reference if reference and rule.scope != "document" else page
    texts = {"" if field in _NOT_WORDS else fold_text(text) for _, (text, _, field, _, _), _, _ in sides}
    return digest(rule.id, str(case.number), about, *sorted(texts))


def digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
