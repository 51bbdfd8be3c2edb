"""The evaluation of a rule, for people who dispute a finding or miss one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.engine.rule import Rule
from dslint.engine.trace import Step, Trace
from dslint.facts import Item
from dslint.model import Document, Span
from dslint.reporters.escape import visible
from dslint.reporters.place import in_words

_ANSWERS = {True: "true", False: "false", None: "unknown"}
_LONGEST = 60  # code points of a value
_LONGEST_TEST = 160  # code points of what a value is tested by; a longer pattern tells a reader nothing more
_UNSAID = {"as", "note", "other_note"}
_MOST = 8  # facts shown for one condition


def render(rule: Rule, document: Document, traces: list[Trace]) -> str:
    return "\n".join(line for trace in traces for line in _trace(rule, document, trace)) + "\n"


def _trace(rule: Rule, document: Document, trace: Trace) -> Iterator[str]:
    if trace.record is None:
        where = visible(document.path)
    else:
        agreement = document.agreements[trace.record]
        line = trace.release.line if trace.release else agreement.start_line
        at = in_words(document.place(Span(line, 1, 1)))
        where = f"{visible(agreement.reference or 'no reference')} ({at})"
    case = f", case {trace.case + 1} of {len(rule.cases)}" if len(rule.cases) > 1 else ""
    verdict = {True: "fires", False: "is silent", None: "cannot be assessed"}[trace.step.truth]
    yield f"{rule.id} {rule.name}{case} on {where}: {verdict}"
    yield from _step(trace.step, 1, document)
    yield ""


def _step(step: Step, depth: int, document: Document) -> Iterator[str]:
    indent = "  " * depth
    yield f"{indent}{_ANSWERS[step.truth]:<8}{step.operator} {_described(step)}".rstrip()
    facts = step.found or step.seen
    for item in facts[:_MOST]:
        yield f"{indent}          {_fact(item, step, document)}"
    if len(facts) > _MOST:
        yield f"{indent}          and {len(facts) - _MOST} more"
    for part in step.parts:
        yield from _step(part, depth + 1, document)


def _described(step: Step) -> str:
    if step.parts:
        return ""
    if isinstance(step.body, dict):
        return ", ".join(f"{key} {_plain(value)}" for key, value in step.body.items() if key not in _UNSAID)
    return _plain(step.body)


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_plain(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_plain, value)) + "]"
    text = str(value)
    more = len(text) - _LONGEST_TEST
    return text if more <= 0 else f"{text[:_LONGEST_TEST]}… ({more:,} more characters)"


def _fact(item: Item, step: Step, document: Document) -> str:
    text = visible(item.text)
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    tested = step.body.get("where", {}) if isinstance(step.body, dict) else {}
    known = {key: item.get(key) for key in tested}
    values = ", ".join(f"{key}={'unknown' if v is None else _plain(v)}" for key, v in known.items())
    return f'{in_words(document.place(item.span))} "{shown}"' + (f" {values}" if values else "")
