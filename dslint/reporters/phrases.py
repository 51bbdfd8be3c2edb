"""Phrases that several formats share."""

from __future__ import annotations

from dslint.engine.finding import Evidence, Finding
from dslint.engine.report import Report
from dslint.engine.rule import SEVERITIES
from dslint.reporters.escape import visible
from dslint.reporters.lacking import in_a_sentence
from dslint.reporters.place import in_words
from dslint.values.numbers import count


def counts(numbers: dict[str, int]) -> str:
    """ "3 errors, 0 warnings, 1 info"."""
    return ", ".join(count(numbers[severity], severity) for severity in SEVERITIES)


def percent(share: float) -> str:
    """Never rounded up to 100: a page with one line missed shows it."""
    return f"{min(share * 100, 99.9 if share < 1 else 100):.1f} %"


def belonging(share: float) -> str:
    """How much of the text has a place. It does not tell whether the words of a sentence were recognised."""
    if share >= 1:
        return "Every line belongs to a field or section"
    return f"{percent(share)} of the text belongs to a field or section"


def lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def rate(share: float | None) -> str:
    """Of the agreements checked, those that have a finding; a small one is not rounded down to none."""
    if share is None:
        return "-"
    return f"{share:.0%}" if share >= 0.01 or share == 0 else "<1%"


def scope(report: Report) -> str:
    """ "5 documents, 15 agreements": what the findings are of."""
    return f"{count(len(report.with_agreements), 'document')}, {count(report.agreements, 'agreement')}"


def remarks(report: Report) -> list[str]:
    """What a summary says besides its counts, a sentence each."""
    documents = len(report.with_agreements)
    without = len(report.documents) - documents
    sentences = _accepted(report)
    if documents:
        sentences.append(f"{belonging(report.coverage)}.")
    unknown = [count(number, kind[:-1]) for kind, number in report.unknown().items() if number]
    if unknown:
        sentences.append(f"Not recognised: {', '.join(unknown)}; dslint parse names them.")
    if without:
        sentences.append(f"{count(without, 'file')} had no agreement in it.")
    sentences += [f"{visible(remark)}." for remark in report.remarks]
    if report.agreements:
        sentences.append(_decided_by(report))
    if lacking := in_a_sentence(report):
        sentences.append(lacking)
    return sentences


def _decided_by(report: Report) -> str:
    """How many rules were run, and which files chose them."""
    ran = f"{count(len(report.rules), 'rule')} {'was' if len(report.rules) == 1 else 'were'} run"
    if report.profile:
        ran += f", those of the profile {report.profile} for drafts"
    files = " and ".join(visible(str(file)) for file in report.configuration)
    return f"{ran}, as {files} {'says' if len(report.configuration) == 1 else 'say'}." if files else f"{ran}."


def _accepted(report: Report) -> list[str]:
    parts = [f"{len(report.ignored)} ignored"] if report.ignored else []
    parts += [f"{len(report.known)} known from the baseline"] if report.known else []
    sentences = [f"{', '.join(parts)}."] if parts else []
    if report.stale:
        entries = "1 entry" if len(report.stale) == 1 else f"{len(report.stale)} entries"
        sentences.append(
            f"{entries} of the baseline met nothing any more; dslint baseline update takes them out."
        )
    return sentences


def title(finding: Finding) -> str:
    """ "ID name", and whether it is only possible."""
    possible = " (possible)" if finding.certainty == "possible" else ""
    return f"{finding.rule} {finding.name}{possible}"


def about(finding: Finding) -> str:
    """ " Agreement: REFERENCE (organisation).", as far as they are known."""
    if finding.agreement is None:
        return ""
    organisation = f" ({finding.organisation})" if finding.organisation else ""
    return f" Agreement: {finding.agreement}{organisation}."


def clip(text: str, most: int) -> str:
    """At most so many characters, cut behind a word."""
    if len(text) <= most:
        return text
    kept = text[: most - 2]
    return (kept.rsplit(" ", 1)[0] if " " in kept[most // 2 :] else kept) + " …"


def side(evidence: Evidence, most: int = 500) -> str:
    """ "line 12: what stands there (what it shows)", in at most about so many characters."""
    note = f" ({clip(evidence.note, most // 2)})" if evidence.note else ""
    return f"{in_words(evidence.at)}: {clip(evidence.text, most - len(note))}{note}"
