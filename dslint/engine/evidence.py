"""From the facts that a condition rests on to what a rule says of them.

Most candidates for a comparison over a run never come to a finding. So what must be read from the document
is gathered first, and the finding is written from it when it is known that there is one.
"""

from __future__ import annotations

from operator import itemgetter

from dslint.digests import sha256
from dslint.engine.finding import MOST_EVIDENCE, Evidence, Finding
from dslint.engine.outcome import Match, with_partners
from dslint.engine.rule import Authority, Case, Rule
from dslint.engine.scope import NO_HEADER, DocumentScope, Header
from dslint.engine.suggestion import Suggestion, suggestion_of
from dslint.engine.template import listed
from dslint.facts.meanings import fold_text
from dslint.model import Place, Span
from dslint.regexes import regex
from dslint.tuples import NamedTuple

_ATTRIBUTE = regex(r"\{(\w+)\}")
_VOICES = {"register-workbook": "workbook", "draft": "draft"}
_NOT_WORDS = {"heading", "as_of"}  # the agreement is named by its reference, and today is no evidence


class CollectedEvidence(NamedTuple):
    """What a finding rests on, with all that it takes to write it. Plain and picklable.

    `matches` are the facts as the condition gave them, `sides` those that are shown, the primary one first,
    and `evidence` their places, each once. `page` is the organisation of the page, and `voice`
    tells whether the input is a page, a workbook or a draft.
    """

    header: Header
    page: str
    voice: str
    matches: list[Match]
    sides: list[Match]
    evidence: tuple[Evidence, ...]
    agreements: tuple[str, ...]
    suggestion: Suggestion | None = None
    places: dict[Span, Place] | None = None  # of the matches in the file, where a file has its own lines


def build_findings(
    rule: Rule, case: Case, scope: DocumentScope, record: int | None, matches: tuple[Match, ...]
) -> list[Finding]:
    """The findings of a case that is true."""
    found = [collect_evidence(case, scope, record, one) for one in _by_value(case, matches)]
    return [write_finding(rule, case, collected, _fingerprint(rule, case, collected)) for collected in found]


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


def collect_evidence(
    case: Case, scope: DocumentScope, record: int | None, facts: tuple[Match, ...]
) -> CollectedEvidence:
    matches = list(with_partners(facts)) if any(one.partners for one in facts) else list(facts)
    primary = next((one for one in matches if one.alias == case.point_at), None) if case.point_at else None
    # A condition without a name and a remark only guards the others.
    shown = [one for one in matches if one.alias or one.note]
    sides = [*([primary] if primary else []), *_sides_first(shown)]
    if not sides:
        sides = [Match("", scope.agreements[record or 0].facts.heading, "")]
    if record is None:
        record = sides[0].item.record
    return CollectedEvidence(
        scope.agreements[record].header if record is not None else NO_HEADER,
        scope.facts.document.organisation_name,
        _VOICES.get(scope.facts.document.kind, "page"),
        matches,
        sides,
        _evidence(scope, sides),
        _references(scope, record, sides),
        _suggestion(case, scope, record, matches),
        {one.item.span: scope.place(one.item.span) for one in (*matches, *sides)}
        if scope.facts.document.source
        else None,
    )


def _suggestion(
    case: Case, scope: DocumentScope, record: int | None, matches: list[Match]
) -> Suggestion | None:
    """What the case suggests. A finding that may have a reason leaves the choice to a person."""
    found = suggestion_of(case.suggestion, scope.facts.document, record, matches, scope.place)
    return found._replace(is_safe=False) if found and case.certainty != "certain" else found


def write_finding(rule: Rule, case: Case, collected: CollectedEvidence, fingerprint: str) -> Finding:
    header = collected.header
    places = collected.places or {one.span: one.at for one in collected.evidence}
    what, cure = case.words(collected.voice)
    statement = what.fill(collected.matches, places.__getitem__)
    standards = _standards(case, collected.matches)
    caveat = _measured(standards, header.made)
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=case.severity,
        certainty=case.certainty,
        message=f"{statement} {caveat}" if caveat else statement,
        remedy=cure.fill(collected.matches, places.__getitem__),
        agreement=header.reference,
        title=header.title,
        record_line=header.line,
        record_end=header.end_line,
        evidence=collected.evidence[:MOST_EVIDENCE],
        fingerprint=fingerprint,
        authority=_in_force_first(_authorities(case, standards), header.made),
        case=case.number,
        fold=case.fold,
        organisation=header.organisation or collected.page or None,
        agreements=collected.agreements,
        statement=statement,
        caveat=caveat,
        suggestion=collected.suggestion,
        record=header.record,
    )


def _evidence(scope: DocumentScope, matches: list[Match]) -> tuple[Evidence, ...]:
    """One side for each place, with the notes of all facts there."""
    document = scope.facts.document
    found: dict[Span, Evidence] = {}
    for one in matches:
        span = one.item.span
        if (known := found.get(span)) is not None:
            note = _note(one)
            if note and note not in known.note:
                found[span] = known._replace(note="; ".join(filter(None, (known.note, note))))
        else:
            at = scope.place(span)
            found[span] = Evidence(
                at.path or document.path, document.shown(span), one.item.field, document.text_of(span),
                _note(one), at, _reference(scope, one.item.record),
            )  # fmt: skip
    return tuple(found.values())


def _reference(scope: DocumentScope, record: int | None) -> str | None:
    return None if record is None else scope.agreements[record].header.reference


def _references(scope: DocumentScope, record: int | None, matches: list[Match]) -> tuple[str, ...]:
    records = dict.fromkeys([record, *[one.item.record for one in matches]])
    references = {scope.agreements[each].header.reference: None for each in records if each is not None}
    return tuple([each for each in references if each is not None])


def _sides_first(matches: list[Match]) -> list[Match]:
    """The first place of each name, then the second of each, and so on: no side is cut away by another."""
    counts: dict[str, int] = {}
    ranked = []
    for one in matches:
        rank = counts[one.alias] = counts.get(one.alias, 0) + 1
        ranked.append((rank, one))
    ranked.sort(key=itemgetter(0))
    return [one for _, one in ranked]


def _in_force_first(authorities: tuple[Authority, ...], made: str | None) -> tuple[Authority, ...]:
    """Authorities that are younger than the agreement come last."""
    if made is None:
        return authorities
    return tuple(sorted(authorities, key=lambda each: _is_younger(each, made)))


def _is_younger(authority: Authority, date: str) -> bool:
    since = authority.in_force_from
    return since is not None and date[: len(since)] < since[: len(date)]


def _note(one: Match) -> str:
    if "{" not in one.note:
        return one.note
    return _ATTRIBUTE.sub(lambda found: str(one.item.get(found[1]) or found[0]), one.note)


def _standards(case: Case, matches: list[Match]) -> list[Authority]:
    """The standards that the facts of a finding are measured against."""
    if case.standards is None:
        return []
    if case.standards.by is None:
        return list(case.standards.of.values())
    name, attribute = case.standards.by
    values = dict.fromkeys(str(one.item.get(attribute)) for one in matches if one.alias == name)
    return list(dict.fromkeys(case.standards.of[value] for value in values if value in case.standards.of))


def _authorities(case: Case, standards: list[Authority]) -> tuple[Authority, ...]:
    """Those that the case rests on, without the standards of values that were not found."""
    if case.standards is None:
        return case.authorities
    others = [each for each in case.standards.of.values() if each not in standards]
    return tuple(each for each in case.authorities if each not in others) if others else case.authorities


def _measured(standards: list[Authority], made: str | None) -> str | None:
    """The remark that standards are younger than the agreement that they are applied to."""
    younger = [each for each in standards if made and _is_younger(each, made)]
    if not younger:
        return None
    if len(younger) == 1:
        return f"Measured against {_in_words(younger[0])}, which is younger than the agreement."
    if any(each.in_force_until for each in younger):
        named = listed(list(map(_in_words, younger)))
    else:
        named = f"today's standards ({'; '.join(map(_in_force, younger))})"
    return f"Measured against {named}, which are younger than the agreement."


def _in_words(standard: Authority) -> str:
    since = standard.in_force_from or ""
    which = f"the standard of {since[:4]}" if standard.in_force_until else "today's standard"
    return f"{which} ({_in_force(standard)})"


def _in_force(standard: Authority) -> str:
    return f"{standard.document}, in force from {standard.in_force_from or ''}"


def _fingerprint(rule: Rule, case: Case, collected: CollectedEvidence) -> str:
    """Made of the rule, the agreement (or the page) and the words, never of positions."""
    if case.fold == "corpus":
        return digest(rule.id, fold_text(collected.sides[0].item.text))
    if case.fold == "document":
        # A workbook has the agreements of many organisations, and is one edition.
        return digest(rule.id, "" if collected.voice == "workbook" else collected.page, str(case.number))
    reference = collected.header.reference if rule.scope != "document" else None
    texts = sorted({"" if b.item.field in _NOT_WORDS else fold_text(b.item.text) for b in collected.sides})
    return digest(rule.id, str(case.number), reference or collected.page, *texts)


def group_fingerprint(rule: Rule, case: Case, page: str, key: str) -> str:
    """The same whichever of the items that share a key comes first. `page` is empty for a whole run."""
    return digest(rule.id, str(case.number), page, key)


def digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
