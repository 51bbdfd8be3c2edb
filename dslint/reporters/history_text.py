"""A history of editions, for people."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.compare.history import STATES, History, Step
from dslint.reporters.escape import visible
from dslint.reporters.frame import wrap
from dslint.reporters.phrases import clip
from dslint.reporters.view import DEFAULT_VIEW, View
from dslint.values.numbers import count

MOST = 10  # rules, organisations and agreements that are shown of each edition
_NAME = 30
_HEADS = ("findings", *STATES)
NOT_THEREFORE = (
    "A finding counts once in each agreement that it applies to. Findings that came or went are of agreements"
    " that only one of two editions has. Such an agreement has not therefore begun or ended: a register of"
    " releases lists those under which data were released in its period."
)


def render(history: History, view: View = DEFAULT_VIEW) -> str:
    view = view._replace(limit=MOST if view.limit is None else view.limit, width=max(view.width, 60))
    lines = [*_overview(history, view), "", *_wrapped(NOT_THEREFORE, view)]
    for note in history.notes:
        lines += _wrapped(f"{visible(note)}.", view)
    for step in history.steps[1:]:
        lines += ["", *_changes(step, view)]
    return "\n".join(lines) + "\n"


def _overview(history: History, view: View) -> Iterator[str]:
    yield view.paint("Editions, in the order of their months", "heading")
    yield "  month     " + "".join(f"{head:>11}" for head in _HEADS[:4]) + "  agreements"
    for step in history.steps:
        record, counts = step.record, step.counts()
        numbers = (len(record.findings), *(counts[state] for state in STATES[:3]))
        yield (
            f"  {visible(record.month or 'not known'):<10}"
            + "".join(f"{number:>11,}" for number in numbers)
            + f"{len(record.agreements):>12,}"
        )
        yield f"    {view.paint(visible(record.path), 'path')}"


def _changes(step: Step, view: View) -> Iterator[str]:
    record, counts = step.record, step.counts()
    month = f"{record.month}, " if record.month else ""
    yield view.paint(visible(f"{month}{record.path}"), "heading")
    yield "  " + ", ".join(f"{counts[state]:,} {state}" for state in STATES)
    for name, found in (("rule", titled(step)), ("organisation", step.by_organisation())):
        changed = {key: n for key, n in found.items() if sum(n.values()) > n["continuing"]}
        if changed:
            yield ""
            yield f"  {name:<{_NAME}}" + "".join(f"{_SHORT.get(s, s):>9}" for s in STATES)
            for key in list(changed)[: view.limit]:
                numbers = "".join(f"{changed[key][state]:>9,}" for state in STATES)
                yield f"  {clip(visible(key), _NAME - 1):<{_NAME}}{numbers}"
            yield from _more(len(changed), f"more {name}", view)
    for label, references in (
        ("Agreements that came", step.added),
        ("Agreements that came back", step.returned),
        ("Agreements that went", step.ended),
    ):
        if references:
            yield ""
            yield f"  {label}: {len(references):,}"
            yield from _wrapped(visible(", ".join(references[: view.limit])), view, "    ")
            yield from _more(len(references), "more agreement", view)


_SHORT = {"continuing": "contin."}


def titled(step: Step) -> dict[str, dict[str, int]]:
    """What became of the findings of each rule, by its id and name."""
    names = step.names()
    return {f"{rule} {names[rule]}": numbers for rule, numbers in step.by_rule().items()}


def _more(number: int, noun: str, view: View) -> Iterator[str]:
    if view.limit is not None and number > view.limit:
        yield f"    and {count(number - view.limit, noun)}; raise --limit to see more."


def _wrapped(text: str, view: View, indent: str = "  ") -> list[str]:
    return [indent + line for line in wrap(text, view.width - len(indent))]
