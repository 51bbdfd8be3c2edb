"""What people read about a rule, all of it made from the rule file."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.engine.rule import RELEASE, Authority, Rule


def explain(rule: Rule) -> str:
    """The rule as Markdown, readable as it is in a terminal."""
    return "\n".join(_sections(rule)) + "\n"


def _sections(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id} {rule.title}"
    yield ""
    yield rule.summary
    yield ""
    yield f"Name: `{rule.name}`. Severity: {severities(rule)}. Certainty: {certainties(rule)}."
    yield f"dslint looks at {scopes(rule)}."
    yield ""
    yield "## Why"
    yield ""
    yield rule.data["rationale"].strip()
    yield ""
    if rule.applies:
        yield "## When it applies"
        yield ""
        yield rule.applies
        yield ""
    yield "## How to fix it"
    yield ""
    for remedy in dict.fromkeys(case.remedy.source for case in rule.cases):
        yield f"- {remedy}"
    yield ""
    yield "## Authority"
    yield ""
    for authority in rule.authorities:
        yield f"- {authority_line(authority)}"
    yield ""
    for kind, title in (("bad", "Fires"), ("good", "Silent")):
        for example in rule.examples[kind]:
            yield f"## {title}: {example['name']}"
            yield ""
            yield from _block(example.get("ignores", example.get("text", "")))
            for number, row in enumerate(example.get("rows", []), 1):
                yield f"    row {number}: " + "; ".join(f"{name}: {text}" for name, text in row.items())
            yield ""
    yield "## Switching it off"
    yield ""
    yield f"`dslint check --ignore {rule.id}`"


def _block(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield f"    {line}".rstrip()


def severities(rule: Rule) -> str:
    return " or ".join(dict.fromkeys(head.severity for head in rule.heads))


_SCOPES = {
    "agreement": "each agreement",
    "document": "each page",
    "corpus": "all agreements of a run",
    "run": "the run",
    RELEASE: "each row of a workbook",
}


def scopes(rule: Rule) -> str:
    """What the cases look at, in words."""
    names = dict.fromkeys(RELEASE if head.by_rows else rule.scope for head in rule.heads)
    return " or ".join(_SCOPES[name] for name in names)


def certainties(rule: Rule) -> str:
    return " or ".join(dict.fromkeys(head.certainty for head in rule.heads))


def authority_line(authority: Authority) -> str:
    """An authority with its point, period, verification status and address."""
    parts = [authority.document]
    if authority.point:
        parts.append(f", {authority.point}")
    period = []
    if authority.in_force_from:
        period.append(f"from {authority.in_force_from}")
    if authority.in_force_until:
        period.append(f"until {authority.in_force_until}")
    if period:
        parts.append(f"; in force {' '.join(period)}")
    parts.append(f" ({authority.status})")
    if authority.url:
        parts.append(f" <{authority.url}>")
    return "".join(parts)


def table(rules: list[Rule]) -> str:
    """One line for each rule."""
    width = max((len(rule.id) for rule in rules), default=0)
    names = max((len(rule.name) for rule in rules), default=0)
    return "".join(f"{rule.id:<{width}}  {rule.name:<{names}}  {severities(rule)}\n" for rule in rules)
