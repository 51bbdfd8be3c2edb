"""A history of editions as one page with pictures."""

from __future__ import annotations

from dslint.compare.history import STATES, History, Step
from dslint.reporters.escape import visible
from dslint.reporters.history_text import NOT_THEREFORE, titled
from dslint.reporters.html_page import Picture, picture
from dslint.reporters.html_template import fill
from dslint.reporters.view import DEFAULT_VIEW, View
from dslint.tuples import NamedTuple
from dslint.values.numbers import count

_NAMES = {"rule": "Rule", "organisation": "Organisation"}


class Table(NamedTuple):
    name: str
    rows: list[tuple[str, list[int]]]


class Chapter(NamedTuple):
    """An edition: what became of its findings, and the agreements that came and went."""

    anchor: str
    heading: str
    path: str
    summary: str
    tables: list[Table]
    lists: list[tuple[str, list[str]]]


def render(history: History, view: View = DEFAULT_VIEW) -> str:
    return fill(
        "history.html.j2",
        pictures=[each for each in _pictures(history) if each.bars],
        chapters=[_chapter(step, number) for number, step in enumerate(history.steps, 1)],
        states=STATES,
        not_therefore=NOT_THEREFORE,
        notes=[visible(note) for note in history.notes],
        editions=[
            (visible(step.record.path), step.record.digest, step.record.dslint, step.record.as_of)
            for step in history.steps
        ],
    )


def _pictures(history: History) -> list[Picture]:
    findings, resolved, agreements = [], [], []
    for step in history.steps:
        counts, label = step.counts(), _label(step)
        there = {state: counts[state] for state in ("new", "came", "continuing")}
        findings.append((label, there, f"{counts['resolved']:,} resolved, {counts['went']:,} went"))
        resolved.append((label, {"resolved": counts["resolved"]}, ""))
        came = len(step.added) + len(step.returned)
        kept = {"came": came, "continuing": len(step.record.agreements) - came}
        agreements.append((label, kept, f"{len(step.ended):,} went"))
    most = len(history.steps)
    return [
        picture("Findings by edition", "How many findings each edition has.", findings, most),
        picture("Resolved by edition", "Findings of the edition before that are gone.", resolved, most),
        picture("Agreements by edition", "How many agreements each edition has.", agreements, most),
        *_last(history),
    ]


def _last(history: History) -> list[Picture]:
    """What became of the findings of each rule and organisation in the last edition."""
    if len(history.steps) < 2:
        return []
    step = history.steps[-1]
    drawn = ("new", "came", "resolved", "continuing")
    return [
        picture(
            f"Findings by {name}",
            f"What became of them in the last edition, {_label(step)}.",
            [(key, {state: n[state] for state in drawn}, "") for key, n in found.items()],
        )
        for name, found in (("rule", titled(step)), ("organisation", step.by_organisation()))
    ]


def _label(step: Step) -> str:
    return visible(step.record.month or step.record.path)


def _chapter(step: Step, number: int) -> Chapter:
    counts = step.counts()
    summary = (
        f"{count(len(step.record.findings), 'finding')}, {count(len(step.record.agreements), 'agreement')}"
    )
    if step.is_first:
        summary += ". This is the first edition, so nothing is compared."
    else:
        summary += ": " + ", ".join(f"{counts[state]:,} {state}" for state in STATES) + "."
    tables = [("rule", titled(step)), ("organisation", step.by_organisation())]
    lists = (("came", step.added), ("came back", step.returned), ("went", step.ended))
    return Chapter(
        anchor=f"e-{number}",
        heading=visible(step.record.month or "month not known"),
        path=visible(step.record.path),
        summary=summary,
        tables=[
            Table(_NAMES[name], [(visible(key), [n[state] for state in STATES]) for key, n in found.items()])
            for name, found in tables
            if found and not step.is_first
        ],
        lists=[
            (f"Agreements that {what}", [visible(each) for each in references])
            for what, references in lists
            if references and not step.is_first
        ],
    )
