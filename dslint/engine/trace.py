"""How a rule came to its answer on one agreement or page: every condition with what it saw."""

from __future__ import annotations

from typing import Any

from dslint.engine.build import Builder
from dslint.engine.condition import Condition
from dslint.engine.operators.registry import OPERATORS
from dslint.engine.outcome import Truth, with_partners
from dslint.engine.rule import Rule
from dslint.engine.scan import Scanner
from dslint.engine.scope import AgreementScope, DocumentScope, ReleaseScope, Scope
from dslint.facts import DocumentFacts, Item
from dslint.model import Document, Release
from dslint.tuples import NamedTuple


class Step(NamedTuple):
    """One condition. `found` are the facts that it rests on, `seen` those that it looked at in vain."""

    operator: str
    body: Any
    truth: Truth
    found: tuple[Item, ...]
    seen: tuple[Item, ...]
    parts: tuple[Step, ...]


class Trace(NamedTuple):
    """One case of a rule on an agreement, or on a page when `record` is None, or on a row of it."""

    case: int
    record: int | None
    step: Step
    release: Release | None = None


class _Node(NamedTuple):
    operator: str
    body: Any
    condition: Condition
    parts: tuple[_Node, ...]


def trace(rule: Rule, document: Document, as_of: str, wanted: set[int] | None = None) -> list[Trace]:
    """Every case of a rule on every agreement of a document that is wanted, by its place, or on the document
    for rules of its scope. A rule about the run says nothing of a document."""
    if rule.scope == "run":
        return []
    scanner = Scanner(document.vocabularies)
    builder = Builder(scanner, rule.trusted)
    cases = [{**rule.data, **case} for case in rule.data.get("cases") or [{}]]
    nodes = [_node(case["when"], builder) for case in cases]  # all patterns are known before any line is read
    page = DocumentScope(DocumentFacts(document), scanner, as_of)
    scopes: list[tuple[int | None, AgreementScope | DocumentScope]] = (
        [(n, agreement) for n, agreement in enumerate(page.agreements) if wanted is None or n in wanted]
        if rule.scope == "agreement"
        else [(None, page)]
    )
    return [
        Trace(
            case.number, record, _step(node, each), each.release if isinstance(each, ReleaseScope) else None
        )
        for record, scope in scopes
        for case, node in zip(rule.cases, nodes, strict=True)
        for each in case.scopes(scope)
    ]


def _node(data: dict[str, Any], builder: Builder) -> _Node:
    ((operator, body),) = data.items()
    parts = OPERATORS[operator].parts(body)
    return _Node(operator, body, builder.condition(data), tuple(_node(part, builder) for part in parts))


def _step(node: _Node, scope: Scope) -> Step:
    outcome = node.condition.evaluate(scope)
    found = tuple(match.item for match in with_partners(outcome.matches))
    seen: tuple[Item, ...] = ()
    if not node.parts and isinstance(node.body, dict) and "where" in node.body and not outcome.truth:
        seen = tuple(scope.collections[node.body["in"]] or ())
    return Step(
        node.operator, node.body, outcome.truth, () if node.parts else found, seen,
        tuple(_step(part, scope) for part in node.parts),
    )  # fmt: skip
