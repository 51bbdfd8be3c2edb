"""A comparison of two editions as one page to read, filter, print and send."""

from __future__ import annotations

from collections.abc import Sequence

from dslint.compare.run import Comparison, Edition
from dslint.compare.snapshot import Snapshot
from dslint.data_classes import replace
from dslint.engine.finding import Finding
from dslint.engine.report import Report
from dslint.reporters.compare_phrases import NOT_THEREFORE, States, counted_by_check, from_to, states
from dslint.reporters.escape import visible
from dslint.reporters.html_page import Card, Picture, page_of, picture, understood
from dslint.reporters.html_template import fill
from dslint.reporters.phrases import clip
from dslint.reporters.place import where
from dslint.reporters.view import DEFAULT_VIEW, View
from dslint.tuples import NamedTuple

_LONGEST_VALUE = 1000  # code points


class RowLine(NamedTuple):
    id: str
    agreement: str
    about: str
    where: str
    values: list[tuple[str, str, bool]]  # label, "Yes → N", whether it changed


class Changed(NamedTuple):
    agreement: str
    renewed: bool
    changes: list[tuple[str, list[str], list[str]]]  # label, gone, added


class Cards(NamedTuple):
    organisations: list[str]
    rules: list[tuple[str, str]]
    cards: list[Card]
    headings: dict[str, str]  # by the anchor of the card that it is above


def render(comparison: Comparison, view: View = DEFAULT_VIEW) -> str:
    found = states(comparison)
    agreements = comparison.agreements
    sides = (comparison.old, comparison.new)
    return fill(
        "compare.html.j2",
        old=visible(comparison.old.path),
        new=visible(comparison.new.path),
        tiles=[
            ("Rows changed", len(comparison.rows.changed), comparison.rows.both),
            ("Agreements changed", len(agreements.changed), len(agreements.both)),
            ("New findings", len(found.new), None),
            ("Resolved findings", len(found.resolved), None),
            ("Findings counted apart", len(found.came) + len(found.went), None),
        ],
        pictures=_pictures(comparison, found),
        rows=_rows(comparison),
        has_rows=bool(comparison.rows.both or comparison.rows.added or comparison.rows.gone),
        changed=_changed(comparison),
        lists=[
            ("Only in the new edition", list(map(_named, agreements.added))),
            ("Only in the old edition", list(map(_named, agreements.ended))),
        ],
        not_therefore=NOT_THEREFORE,
        page=_cards(comparison, found, view),
        counted=[counted_by_check(side) for side in sides],
        remarks=[visible(remark) for side in sides for remark in side.report.remarks],
        unread=[visible(str(error)) for error in comparison.errors],
        understood=[row for side in sides for row in understood(side.report)],
        view=view,
        rule_count=len(comparison.new.report.rules),
    )


def _pictures(comparison: Comparison, found: States) -> list[Picture]:
    titles = {rule.id: rule.title for rule in comparison.new.report.rules}
    rows = [
        (f"{rule} {titles.get(rule, '')}", {state: numbers[state] for state in _DRAWN}, "")
        for rule, numbers in found.by_rule().items()
    ]
    what = "What became of the findings of each rule, in agreements that both editions have."
    drawn = picture("Findings by rule", what, [row for row in rows if sum(row[1].values())])
    return [drawn] if drawn.bars else []


_DRAWN = ("new", "resolved", "continuing")


def _rows(comparison: Comparison) -> list[RowLine]:
    return [
        RowLine(
            visible(change.new.id or "no id"),
            visible(change.new.reference or "no reference"),
            visible(", ".join(filter(None, (change.new.organisation, change.new.dataset, change.new.month)))),
            visible(where(change.new.path, change.new.place)),
            [
                (values.label, from_to(before, after), values.name in change.fields)
                for values, before, after in change.values()
            ],
        )
        for change in comparison.rows.changed
    ]


def _changed(comparison: Comparison) -> list[Changed]:
    found = []
    for pair in comparison.agreements.both:
        changes = [
            (change.label, list(map(_value, change.removed)), list(map(_value, change.added)))
            for change in comparison.changes_of(pair)
        ]
        if changes or pair.renewed:
            found.append(Changed(_named(pair.new), pair.renewed, changes))
    return found


def _value(text: str) -> str:
    return clip(visible(text), _LONGEST_VALUE)


def _named(one: Snapshot) -> str:
    version = f" v{one.version}" if one.version else ""
    return visible(", ".join(filter(None, (f"{one.reference}{version}", one.organisation, one.title))))


def _cards(comparison: Comparison, found: States, view: View) -> Cards:
    """The cards of findings that are new and of those that are resolved, as the tiles count them, and of
    those in agreements that only one edition has."""
    parts = (
        ("new", "New", comparison.new, found.new),
        ("resolved", "Resolved", comparison.old, found.resolved),
        ("came", "In agreements that only the new edition has", comparison.new, found.came),
        ("went", "In agreements that only the old edition has", comparison.old, found.went),
    )
    pages = [page_of(_only(side, findings), view) for _, _, side, findings in parts]
    organisations = sorted({name for page in pages for name in page.organisations}, key=str.casefold)
    number = {name: at for at, name in enumerate(organisations)}
    cards, headings = [], {}
    for (state, heading, _, findings), page in zip(parts, pages, strict=True):
        own = [
            card._replace(
                anchor=f"{state}-{card.anchor}",
                orgs=sorted(number[page.organisations[org]] for org in card.orgs),
            )
            for card in page.cards
        ]
        if own:
            headings[own[0].anchor] = f"{heading} ({len(findings):,})"
        cards += own
    rules = sorted({rule for page in pages for rule in page.rules})
    return Cards(organisations, rules, cards, headings)


def _only(side: Edition, findings: Sequence[Finding]) -> Report:
    return replace(side.report, findings=findings)
