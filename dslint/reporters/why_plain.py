"""The evaluation of a rule in sentences, for people who do not read rule files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dslint.engine.outcome import Truth
from dslint.engine.rule import Rule
from dslint.engine.trace import Step, Trace
from dslint.facts import Item
from dslint.model import Document, Span
from dslint.reporters.escape import visible
from dslint.reporters.frame import wrap
from dslint.reporters.place import in_words

_VERDICTS = {
    True: "reports a finding on",
    False: "has nothing to say of",
    None: "cannot be assessed on",
}
_BECAUSE = {True: "It rests on this:", False: "The reason:", None: "What is not known:"}
_UNSAID = {"text", "name", "negated", "form"}  # attributes that say nothing to a reader
_LONGEST = 60  # code points of a value
_MOST = 3  # facts shown for one condition
_MOST_REASONS = 8  # of one case


def render(rule: Rule, document: Document, traces: list[Trace], width: int = 80) -> str:
    lines: list[str] = []
    for trace in traces:
        case = f" (part {trace.case + 1} of {len(rule.cases)})" if len(rule.cases) > 1 else ""
        truth = trace.step.truth
        verdict = f"{_VERDICTS[truth]} {_where(document, trace)}. {_BECAUSE[truth]}"
        head = f'{rule.id}, "{rule.title}"{case}, {verdict}'
        lines += wrap(head, width)
        reasons = list(dict.fromkeys(_because(trace.step, truth, document)))
        for reason in reasons[:_MOST_REASONS] or ["Each condition of it is true."]:
            first, *rest = wrap(reason, width - 4)
            lines += [f"  - {first}", *(f"    {line}" for line in rest)]
        lines.append("")
    return "\n".join(lines) + "\n"


def _where(document: Document, trace: Trace) -> str:
    if trace.record is None:
        return visible(document.path)
    agreement = document.agreements[trace.record]
    line = trace.release.line if trace.release else agreement.start_line
    return f"{visible(agreement.reference or 'the agreement')} ({in_words(document.place(Span(line, 1, 1)))})"


def _because(step: Step, truth: Truth, document: Document) -> Iterator[str]:
    """Why a condition is true, false or not known: the parts that decide it."""
    if not step.parts:
        yield _leaf(step, document)
        return
    if step.operator == "not":
        yield from _because(step.parts[0], step.parts[0].truth, document)
        return
    deciding = [part for part in step.parts if part.truth is truth]
    # One part that is false decides "all", and one that is true decides "any".
    if (step.operator, truth) in {("all", False), ("any", True)}:
        deciding = deciding[:1]
    for part in deciding:
        if part.operator != "optional" or part.parts[0].truth:
            yield from _because(part, part.truth, document)


def _leaf(step: Step, document: Document) -> str:
    found = [_fact(item, step, document) for item in step.found[:_MOST]]
    more = f", and {len(step.found) - _MOST} more" if len(step.found) > _MOST else ""
    body = step.body if isinstance(step.body, dict) else {}
    own = body.get("note")
    name = f'"{visible(own)}"' if isinstance(own, str) and "{" not in own else ""
    if found:
        marked = f", marked {name}" if name else ""
        return f"There is {'; '.join(found)}{more}{marked}."
    note = f" ({name})" if name else ""
    return SENTENCES[step.operator](step, body, note, document)


def _text(step: Step, body: dict[str, Any], note: str, document: Document) -> str:
    where = body.get("in")
    sections = " or ".join([where] if isinstance(where, str) else where or []).replace("_", " ")
    place = f"No sentence under {sections}" if sections else "No sentence of the agreement"
    if step.truth is None:
        return f"The part in which the rule looks for a sentence{note} is not printed."
    return f"{place} says what the rule looks for{note}."


def _items(step: Step, body: dict[str, Any], note: str, document: Document) -> str:
    kind = str(body.get("in", "")).replace("_", " ")
    if step.truth and step.operator == "none":
        return f"Nothing of this kind is there: {kind}{note}."
    if not step.seen:
        missing = "nothing is known of" if step.truth is None else "there is nothing that fits among"
        return f"In the agreement {missing} the {kind}{note}."
    shown = "; ".join(_fact(item, step, document) for item in step.seen[:_MOST])
    more = f", and {len(step.seen) - _MOST} more" if len(step.seen) > _MOST else ""
    verdict = "it is not known whether one fits" if step.truth is None else "none fits"
    return f"Of the {kind} that the rule looks at, {verdict}{note}: {shown}{more}."


def _date(step: Step, body: dict[str, Any], note: str, document: Document) -> str:
    verb = {True: "is", False: "is not", None: "may or may not be"}[step.truth]
    compared = " and ".join(
        f"{key} {value}".replace("_", " ")
        for key, value in body.items()
        if key not in {"is", "as", "note", "other_note"}
    )
    return f'The date "{str(body.get("is", "")).replace("_", " ")}"{note} {verb} {compared}.'


def _printed(step: Step, body: dict[str, Any], note: str, document: Document) -> str:
    names = " or ".join(str(each).replace("_", " ") for each in step.body)
    there = step.truth if step.operator == "printed" else not step.truth
    return f'The field "{names}" is {"" if there else "not "}printed.'


def _state(step: Step, body: dict[str, Any], note: str, document: Document) -> str:
    wanted = body.get("is")
    states = " or ".join([wanted] if isinstance(wanted, str) else wanted or [])
    verb = {True: "is", False: "is not", None: "may or may not be"}[step.truth]
    return f'The field or section "{str(body.get("of", "")).replace("_", " ")}" {verb} {states}{note}.'


def _count(step: Step, body: dict[str, Any], note: str, document: Document) -> str:
    verb = {True: "is", False: "is not", None: "may or may not be"}[step.truth]
    least, most = body.get("at_least", 1), body.get("at_most")
    if least == most:
        wanted = str(least)
    elif most is None:
        wanted = f"at least {least}"
    else:
        wanted = f"between {least} and {most}" if least else f"at most {most}"
    return f"The number of {_kind(body)} that the rule counts {verb} {wanted}{note}."


def _clash(step: Step, body: dict[str, Any], note: str, document: Document) -> str:
    same = (
        f"two of the {_kind(body)} with the same {_words(body['by'])} differ in {_words(body['differ_in'])}"
    )
    return f"No {same}{note}." if step.truth is False else f"It is not known whether {same}{note}."


def _gap(step: Step, body: dict[str, Any], note: str, document: Document) -> str:
    kind, number = _kind(body), _words(body["by"])
    if step.truth is False:
        return f"Among the {kind}, no {number} is left out{note}."
    return f"It is not known whether a {number} is left out among the {kind}{note}."


def _pair(step: Step, body: dict[str, Any], note: str, document: Document) -> str:
    fit = (
        f"two agreements that have the same {_words(body['same'])} among their {_kind(body)} are as the rule "
        f"describes them"
    )
    return f"No {fit}{note}." if step.truth is False else f"It is not known whether {fit}{note}."


def _group(step: Step, body: dict[str, Any], note: str, document: Document) -> str:
    differ = f" and differ in {_words(body['differ_in'])}" if "differ_in" in body else ""
    same = f"of the {_kind(body)} have the same {_words(body['by'])}{differ}{note}"
    return f"Too few {same}." if step.truth is False else f"It is not known whether enough {same}."


def _latest(step: Step, body: dict[str, Any], note: str, document: Document) -> str:
    by, order = _words(body["by"]), _words(body["order"])
    latest = f"of the agreements with the same {by}, the one with the latest {order}"
    if step.truth is False:
        return f"It is not so that {latest} is as the rule describes it."
    return f"It is not known whether {latest} is as the rule describes it."


def _kind(body: dict[str, Any]) -> str:
    """What a condition looks through: the name of its collection as words."""
    return "agreements" if body["in"] == "record" else _words(body["in"])


def _words(names: str | list[str]) -> str:
    """One name of a rule file or several, as words."""
    return " and ".join([names] if isinstance(names, str) else names).replace("_", " ")


# A sentence for each operator that has no conditions inside it.
SENTENCES: dict[str, Callable[[Step, dict[str, Any], str, Document], str]] = {
    "text": _text,
    "some": _items,
    "none": _items,
    "every": _items,
    "count": _count,
    "state": _state,
    "date": _date,
    "printed": _printed,
    "not_printed": _printed,
    "clash": _clash,
    "gap": _gap,
    "pair": _pair,
    "group": _group,
    "latest": _latest,
}


def _fact(item: Item, step: Step, document: Document) -> str:
    text = visible(item.text)
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    tested = step.body.get("where", {}) if isinstance(step.body, dict) else {}
    values = [f"{key.replace('_', ' ')} {_value(item.get(key))}" for key in tested if key not in _UNSAID]
    known = f" ({', '.join(values)})" if values else ""
    return f'"{shown}" ({in_words(document.place(item.span))}){known}'


def _value(value: Any) -> str:
    if value is None:
        return "is not known"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"is {text.replace('_', ' ')}"
