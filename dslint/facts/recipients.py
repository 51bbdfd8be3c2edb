"""Who an agreement is with, as the register prints it."""

from __future__ import annotations

from dslint.facts.agreement import AgreementFacts
from dslint.facts.candidates import Candidates
from dslint.facts.item import Item
from dslint.facts.organisations import Organisations
from dslint.model import Span, Value


def recipient_of(facts: AgreementFacts) -> list[Item]:
    """The register's organisation, else the title in the heading where its words tell that it is a body."""
    printed = facts.agreement.organisation or _of_draft(facts) or _in_heading(facts)
    if printed is None:
        return []
    identity, kind = facts.derived(Organisations).identify(printed.text)
    values = {"name": printed.text, "organisation": identity, "kind": kind}
    return [Item(printed.text, printed.span, "organisation", values, facts.index)]


def _of_draft(facts: AgreementFacts) -> Value | None:
    """The organisation of all agreements of a draft."""
    return facts.document.organisation if facts.document.kind == "draft" else None


def _in_heading(facts: AgreementFacts) -> Value | None:
    heading, title = facts.agreement.heading, facts.agreement.title
    start = facts.document.lines[heading.line - 1].find(title) if title else -1
    if title is None or start < 0:
        return None
    known = facts.derived(Organisations).identify(title)[1] is not None
    if not known and not facts.derived(Candidates).is_shape(title):
        return None
    return Value(title, Span(heading.line, start + 1, start + len(title) + 1))
