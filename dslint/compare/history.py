"""Many editions in the order of their own months: what each brought, what it resolved, and what went on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from dslint.compare.record import EditionRecord, Found
from dslint.tuples import NamedTuple

STATES = ("new", "resolved", "continuing", "came", "went")
UNNAMED = "no organisation named"


class Step(NamedTuple):
    """An edition, compared with the one before it. `resolved` and `went` are findings of that one.

    `came` and `went` are findings of agreements that only one of the two has. In the first edition nothing
    is new: all of its findings `came`. The sum of new, continuing and came is what the edition holds.
    Agreements `returned` that an earlier edition had, and the one before did not.
    """

    record: EditionRecord
    is_first: bool
    new: list[Found]
    resolved: list[Found]
    continuing: list[Found]
    came: list[Found]
    went: list[Found]
    added: list[str]
    ended: list[str]
    returned: list[str]
    other_rules: bool  # whether it was checked by other rules than the edition before

    def counts(self) -> dict[str, int]:
        return {state: len(getattr(self, state)) for state in STATES}

    def names(self) -> dict[str, str]:
        """The names of the rules that found something, by their ids."""
        return {found.rule: found.name for state in STATES for found in getattr(self, state)}

    def by_rule(self) -> dict[str, dict[str, int]]:
        return self._by(lambda found: found.rule)

    def by_organisation(self) -> dict[str, dict[str, int]]:
        return self._by(lambda found: found.organisation or UNNAMED)

    def _by(self, key: Callable[[Found], str]) -> dict[str, dict[str, int]]:
        """How many findings of each state; those first of which most has changed."""
        counted: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATES, 0))
        for state in STATES:
            for found in getattr(self, state):
                counted[key(found)][state] += 1

        def weight(name: str) -> tuple[int, int, str]:
            numbers = counted[name]
            return numbers["continuing"] - sum(numbers.values()), -numbers["continuing"], name

        return {name: counted[name] for name in sorted(counted, key=weight)}


class History(NamedTuple):
    """`notes` say what a reader should know of the order and of how the editions were checked."""

    steps: list[Step]
    notes: list[str]


def history_of(records: Iterable[EditionRecord]) -> History:
    """The editions by their own months; those without one come last, in the order given."""
    ordered = sorted(records, key=lambda record: (record.month is None, record.month or ""))
    steps: list[Step] = []
    seen: set[str] = set()
    for number, record in enumerate(ordered):
        steps.append(_step(record, ordered[number - 1] if number else None, seen))
        seen |= record.agreements.keys()
    return History(steps, [*_notes(ordered, steps)])


def _step(record: EditionRecord, before: EditionRecord | None, seen: set[str]) -> Step:
    if before is None:
        added = sorted(record.agreements)
        return Step(record, True, [], [], [], list(record.findings), [], added, [], [], False)
    continuing, only_new, only_old = _matched(before.findings, record.findings)
    new, came = _parted(only_new, before.agreements)
    resolved, went = _parted(only_old, record.agreements)
    appeared = record.agreements.keys() - before.agreements.keys()
    return Step(
        record,
        False,
        new,
        resolved,
        continuing,
        came,
        went,
        added=sorted(appeared - seen),
        ended=sorted(before.agreements.keys() - record.agreements.keys()),
        returned=sorted(appeared & seen),
        other_rules=(record.rules, record.dslint) != (before.rules, before.dslint),
    )


def _matched(old: Sequence[Found], new: Sequence[Found]) -> tuple[list[Found], list[Found], list[Found]]:
    """Findings of both, of the new one and of the old one alone. What the same rule finds in the same
    agreement is one finding when its words are the same, or else when these mean the same."""
    both: list[Found] = []
    for key in (_words, _meaning):
        left = Counter(map(key, old))
        only_new = []
        for found in new:
            if left[key(found)]:
                left[key(found)] -= 1
                both.append(found)
            else:
                only_new.append(found)
        only_old = []
        for found in reversed(old):
            if left[key(found)]:
                left[key(found)] -= 1
                only_old.append(found)
        old, new = only_old[::-1], only_new
    return both, list(new), list(old)


def _words(found: Found) -> Hashable:
    return found.rule, found.agreement, found.fingerprint


def _meaning(found: Found) -> Hashable:
    return found.rule, found.agreement or found.organisation, found.meaning


def _parted(findings: list[Found], agreements: Iterable[str]) -> tuple[list[Found], list[Found]]:
    """Those of agreements that are there, or of a page; and the others."""
    there = set(agreements)
    mine = [found for found in findings if found.agreement is None or found.agreement in there]
    return mine, [found for found in findings if found.agreement is not None and found.agreement not in there]


def _notes(ordered: Sequence[EditionRecord], steps: Sequence[Step]) -> Iterable[str]:
    for record in ordered:
        if record.month is None:
            yield f"{record.path}: no month is known, so it comes last"
        elif record.dated_by == "file name":
            yield f"{record.path}: prints no month; {record.month} is from the name of the file"
    for month, number in Counter(record.month for record in ordered).items():
        if month and number > 1:
            yield f"{number} editions are of {month}; they are in the order in which they were given"
    for step in steps:
        if step.other_rules:
            yield (
                f"{step.record.path}: was checked by another dslint or other rules than the edition before,"
                " which can be why findings are new or resolved"
            )
