"""What is told before a condition is evaluated: it may only spare work, never a finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from conftest import AS_OF, SEEDS, assemble, page
from hypothesis import given, settings
from hypothesis import strategies as st
from operators import HEAD

from dslint.assembler.releases import add_rows
from dslint.engine.assessable import printed_by
from dslint.engine.build import Builder, needs_of
from dslint.engine.condition import refutation_of, required_collections, required_patterns
from dslint.engine.condition import test_of as holds_of
from dslint.engine.evaluate import check_document
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.needs import Clauses
from dslint.engine.operators.registry import OPERATORS
from dslint.engine.outcome import NO
from dslint.engine.per_path import PerPath
from dslint.engine.plan import Plan
from dslint.engine.scan import Scanner, TextPattern
from dslint.engine.scope import AgreementScope, DocumentScope
from dslint.facts import DocumentFacts
from dslint.facts.catalogue import COLLECTIONS, DATES, FIELDS, OF_PAGE, OF_RUN, SECTIONS, TEXT_SECTIONS
from dslint.facts.releases import Releases
from dslint.model import Document
from dslint.patterns import Pattern
from dslint.rule_examples import document_of
from dslint.vocabularies import BUILT_IN

may_clash = BUILT_IN.derived(Releases).may_clash


ROWS = st.fixed_dictionaries(
    {
        "dataset": st.sampled_from(["Moor births", "moor births", "Fell Deaths", ""]),
        "organisation": st.sampled_from(["Moor CCG", "Fell CCG"]),
        "month": st.sampled_from(["Jul-19", "2019.07", "Aug-19", ""]),
        "opt_out": st.sampled_from(
            ["Yes", "Yes - patient objections upheld", "No", "No - consent provided by participants", "?"]
        ),
        "type_of_data": st.sampled_from(["Identifiable", "Anonymised - ICO Code Compliant", ""]),
    }
)


def _has(needs: Clauses, agreement: AgreementScope) -> bool:
    printed = printed_by(agreement.facts, AS_OF)
    return not any(clause.isdisjoint(printed) for clause in needs)


def _agreements(documents: Iterator[Document], ruleset: RuleSet) -> Iterator[AgreementScope]:
    for document in documents:
        for part in document.pages():
            yield from DocumentScope(DocumentFacts(part), ruleset.scanner, AS_OF).agreements


def test_no_case_holds_without_what_it_needs(ruleset: RuleSet) -> None:
    examples = (
        document_of(example, ruleset.vocabularies)[0]
        for rule in ruleset.rules
        for kind in ("bad", "good")
        for example in rule.examples[kind]
    )
    seeds = map(page, sorted(SEEDS.glob("*.txt")))
    cases = [case for rule in ruleset.rules if rule.scope == "agreement" for case in rule.cases]
    held = spared = 0
    for agreement in _agreements((document for some in (examples, seeds) for document in some), ruleset):
        for case in cases:
            has_texts = not any(clause.isdisjoint(agreement.texts) for clause in case.required_patterns)
            has_items = all(agreement.collections[name] for name in case.required_collections)
            is_printed = bool(case.by_rows) or _has(case.needs, agreement)
            truths = [case.when.evaluate(scope).truth is True for scope in case.scopes(agreement)]
            assert truths == list(map(case.holds, case.scopes(agreement)))
            holds = any(truths)
            assert not holds or (has_texts and has_items and is_printed), (
                case.message.source,
                agreement.header,
            )
            held += holds
            spared += not has_texts or not has_items
    assert held > 200
    assert spared > 10 * held


def _examples(ruleset: RuleSet) -> Iterator[Document]:
    for rule in ruleset.rules:
        for example in rule.examples["bad"]:
            yield document_of(example, ruleset.vocabularies)[0]


# Every kind of leaf, over whatever may be printed or not.
LEAVES: list[dict[str, Any]] = [
    *(
        {quantifier: {"in": collection, **more}}
        for collection in COLLECTIONS
        if collection not in OF_PAGE | OF_RUN
        for quantifier, more in (
            ("some", {}),
            ("none", {"where": {"text": "nothing like it"}}),
            ("every", {}),
            ("count", {}),
            ("count", {"at_least": 0, "at_most": 1}),
        )
    ),
    *(
        {quantifier: {"in": "record", "where": {attribute: wanted}}}
        for quantifier in ("some", "none", "every", "count")
        for attribute in ("draft", "whole_text")
        for wanted in (True, False, {"known": True}, {"is_not": True}, {"is_any": [True, False]})
    ),
    *({"state": {"of": key, "is": state}} for key in (*FIELDS, *SECTIONS) for state in ("filled", "empty")),
    *({"text": {"in": section, "match": "a"}} for section in TEXT_SECTIONS),
    *({"date": {"is": date, "before": "2020-01-01"}} for date in DATES),
    *(
        {operator: [name]}
        for operator in ("printed", "not_printed")
        for name in (*DATES, "minutes", "releases")
    ),
]


def test_no_leaf_comes_to_a_truth_without_what_it_needs(ruleset: RuleSet) -> None:
    builder = Builder(Scanner(ruleset.vocabularies), trusted=True)
    leaves = [
        (leaf, builder.condition(leaf), [(truth, needs_of(leaf, truth)) for truth in (True, False)])
        for leaf in LEAVES
    ]
    lacking = 0
    for agreement in _agreements(_examples(ruleset), ruleset):
        printed = frozenset(printed_by(agreement.facts, AS_OF))
        for leaf, condition, needs in leaves:
            for truth, clauses in needs:
                if any(clause.isdisjoint(printed) for clause in clauses):
                    lacking += 1
                    assert condition.evaluate(agreement).truth is not truth, (leaf, agreement.header)
    assert lacking > 100_000


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A condition and those that it is made of."""
    ((operator, body),) = node.items()
    yield node
    for part in OPERATORS[operator].parts(body):
        yield from _nodes(part)


def test_what_is_told_sooner_is_what_a_condition_comes_to(ruleset: RuleSet) -> None:
    seeds = list(_agreements(map(page, sorted(SEEDS.glob("*.txt"))), ruleset))
    seen: Counter[tuple[str, bool | None]] = Counter()
    for rule in ruleset.rules:
        if rule.scope != "agreement":
            continue
        builder = Builder(Scanner(ruleset.vocabularies), trusted=True)
        cases = [{**rule.data, **case} for case in rule.data.get("cases") or [{}]]
        conditions = [(node, builder.condition(node)) for case in cases for node in _nodes(case["when"])]
        examples = [
            document_of(example, ruleset.vocabularies)[0]
            for kind in ("bad", "good")
            for example in rule.examples[kind]
        ]
        documents = [part for document in examples for part in document.pages()]
        scopes = [
            agreement
            for document in documents
            for agreement in DocumentScope(DocumentFacts(document), builder.scanner, AS_OF).agreements
        ]
        cut = [doubts for agreement in scopes if (doubts := agreement.with_doubts)]
        scopes += [AgreementScope(each.facts, builder.scanner, "") for each in seeds]
        for node, condition in conditions:
            holds, refutation = holds_of(condition), refutation_of(condition)
            for scope in (*scopes, *cut):
                truth = condition.evaluate(scope).truth
                assert (holds(scope), refutation(scope)) == (truth is True, truth is False), (
                    node,
                    scope.header,
                )
                seen[next(iter(node)), truth] += 1
    for operator in ("all", "any", "not", "some", "text", "date"):
        assert min(seen[operator, truth] for truth in (True, False, None)) > 10


_WORDS = st.sampled_from(["moor", "fell", "tarn", "ghyll moor"])
_ASKED = st.lists(
    st.tuples(_WORDS, st.none() | st.frozensets(st.sampled_from(["outputs", "processing", "objectives"]))),
    min_size=1,
    max_size=6,
)


@given(
    asked=_ASKED,
    later=_ASKED,
    texts=st.lists(st.lists(_WORDS, max_size=4).map(" ".join), min_size=1, max_size=4).map(tuple),
)
def test_patterns_are_found_in_every_section_that_they_are_asked_for(
    asked: list[tuple[str, frozenset[str] | None]],
    later: list[tuple[str, frozenset[str] | None]],
    texts: tuple[str, ...],
) -> None:
    everywhere, scanner = Scanner(BUILT_IN), Scanner(BUILT_IN)
    patterns = {word: TextPattern(Pattern(word, trusted=True)) for word in {word for word, _ in asked}}
    numbers = {word: everywhere.number(pattern) for word, pattern in patterns.items()}
    questions: list[tuple[str, frozenset[str] | None]] = []
    for more in (asked, [one for one in later if one[0] in patterns]):  # what was found is no answer for more
        questions += more
        asked_for = {word: scanner.number(patterns[word], sections) for word, sections in more}
        for section in ("outputs", "processing", "objectives", "unlabelled"):
            wanted, found = everywhere.hits(section, texts), scanner.hits(section, texts)
            for word, sections in questions:
                if sections is None or section in sections:
                    number = scanner.number(patterns[word], sections)
                    assert found.get(number) == wanted.get(numbers[word])
        assert all(scanner.patterns[number] is patterns[word] for word, number in asked_for.items())


def test_a_pattern_is_passed_over_where_nothing_asks_for_it() -> None:
    scanner = Scanner(BUILT_IN)
    number = scanner.number(TextPattern(Pattern("moor", trusted=True)), frozenset({"outputs"}))
    assert scanner.hits("outputs", ("a moor",)) == {number: [(0, 2, 6)]}
    assert scanner.hits("processing", ("a moor",)) == {}


def test_a_plan_has_every_case_that_holds(ruleset: RuleSet) -> None:
    plan = Plan(ruleset.rules)
    left_out = 0
    for agreement in _agreements(map(page, sorted(SEEDS.glob("*.txt"))), ruleset):
        printed = printed_by(agreement.facts, AS_OF)
        for texts in (agreement.texts, frozenset[int]()):  # in turn, so that one is not told for the other
            planned = {
                (rule.id, case.number)
                for rule, case in plan.of_agreement(agreement.has_rows, printed, frozenset(texts))
            }
            for rule in ruleset.rules:
                for case in rule.cases if rule.scope == "agreement" else ():
                    if not texts and case.required_patterns:
                        assert (rule.id, case.number) not in planned
                    elif texts and (rule.id, case.number) not in planned:
                        left_out += 1
                        assert not any(map(case.holds, case.scopes(agreement)))
    assert left_out > 100


def test_a_rule_set_has_a_plan_for_each_list_of_its_rules() -> None:
    loaded = RuleChoice(per_path=(PerPath(("drafts/**",), ignore=("OPT",)),)).load()
    others = RuleChoice(select=("OPT01",)).load()
    plain, draft = loaded.plan("page.txt"), loaded.plan("drafts/page.txt")
    assert plain is loaded.plan("other.txt")
    assert plain is not draft
    assert plain.by_id.keys() - draft.by_id.keys() == {id for id in plain.by_id if id.startswith("OPT")}
    assert others.plan("page.txt").by_id.keys() == {"OPT01"}


@pytest.mark.parametrize(
    ("condition", "needs"),
    [
        ("some: {in: minutes}", {"minutes"}),
        ("every: {in: minutes, where: {text: x}}", {"minutes"}),
        ("none: {in: minutes}", {"minutes"}),
        ("count: {in: minutes, at_least: 0, at_most: 2}", set()),
        ("some: {in: minutes, with: [{in: names, own: true}]}", {"minutes", "names"}),
        ("some: {in: minutes, without: [{in: names, own: true}]}", {"minutes"}),
        ("none: {in: minutes, with: [{in: names, own: true}]}", {"minutes"}),
        ("not: {some: {in: minutes}}", set()),
        ("optional: {some: {in: minutes}}", set()),
        ("all: [{some: {in: minutes}}, {some: {in: names}}]", {"minutes", "names"}),
        ("any: [{some: {in: minutes}}, {all: [{some: {in: names}}, {some: {in: minutes}}]}]", {"minutes"}),
        ("any: [{some: {in: minutes}}, {text: {match: x}}]", set()),
    ],
)
def test_collections_that_a_condition_needs(condition: str, needs: set[str]) -> None:
    built = Builder(Scanner(BUILT_IN), trusted=False).condition(yaml.safe_load(condition))
    assert required_collections(built) == needs


def _scope(rows: list[dict[str, str]]) -> DocumentScope:
    document = assemble("page", HEAD)
    add_rows(document, rows)
    return DocumentScope(DocumentFacts(document), Scanner(BUILT_IN), AS_OF)


TESTS: dict[str, Callable[[Any], bool]] = {
    "meaning": lambda value: value in {None, "applied", "not_applied"},
    "reason": lambda value: value != "consent",
}


@pytest.mark.parametrize("by", [["organisation", "dataset", "month"], ["dataset"], ["month"]])
@settings(deadline=None)
@given(rows=st.lists(ROWS, min_size=1, max_size=8))
def test_rows_that_clash_are_never_ruled_out(by: list[str], rows: list[dict[str, str]]) -> None:
    scope = _scope(rows)
    told: dict[tuple[Any, ...], set[Any]] = {}
    for item in scope.collections["releases"] or []:
        if all(passes(item.get(attribute)) for attribute, passes in TESTS.items()):
            told.setdefault(tuple(map(item.get, by)), set()).add(item.get("meaning"))
    clashing = any(len(answers - {None}) > 1 for answers in told.values())
    may = may_clash(scope.rows, by, "meaning", TESTS)
    assert may or not clashing
    if "organisation" not in by:  # which no cell tells alone
        assert may is clashing


def test_rows_without_a_clash_make_no_items() -> None:
    rows = [{"dataset": "Moor births", "month": f"Jul-{year}", "opt_out": "Yes"} for year in (18, 19)]
    scope = _scope([*rows, {"dataset": "Moor births", "month": "Aug-19", "opt_out": "No"}])
    body = {"in": "releases", "by": ["dataset", "month"], "differ_in": "meaning"}
    assert (
        Builder(scope.agreements[0].scanner, trusted=False).condition({"clash": body}).evaluate(scope) == NO
    )
    assert "releases" not in scope.facts.agreements[0]._collections


@pytest.mark.parametrize(
    "where", [{}, {"meaning": "applied"}, {"meaning": {"match": "^app"}}, {"meaning": {"known": True}}]
)
@pytest.mark.parametrize(("answer", "clashes"), [("Yes", True), ("No", False), ("?", False)])
def test_rows_of_which_a_filter_knows_nothing_do_not_clash(
    where: dict[str, Any], answer: str, clashes: bool
) -> None:
    rows = [
        {"dataset": "Moor births", "opt_out": "Yes", "type_of_data": "Identifiable"},
        {"dataset": "Moor births", "opt_out": answer, "type_of_data": "Anonymised - ICO Code Compliant"},
    ]
    body = {"in": "releases", "by": "dataset", "differ_in": "identifiability", "where": where}
    agreement = _scope(rows).agreements[0]
    outcome = Builder(agreement.scanner, trusted=False).condition({"clash": body}).evaluate(agreement)
    passes = clashes or not where or (answer == "No" and "known" in str(where))
    assert outcome.truth is passes


def test_texts_that_a_condition_needs() -> None:
    """A pattern that is only run where it is asked for tells nothing before."""
    scanner = Scanner(BUILT_IN)
    builder = Builder(scanner, trusted=False)
    word, digits = (builder.condition({"text": {"match": match}}) for match in ("moor", r"\d{4}"))
    assert len(scanner.alone) == 1
    assert [len(required_patterns(each, scanner.alone)) for each in (word, digits)] == [1, 0]
    both = builder.condition({"text": {"match": "moor", "with": [{"within": 1, "text": {"match": "fell"}}]}})
    unwanted = builder.condition(
        {"text": {"match": "moor", "without": [{"within": 1, "text": {"match": "fell"}}]}}
    )
    assert [len(required_patterns(each, scanner.alone)) for each in (both, unwanted)] == [2, 1]


def test_a_case_is_built_when_a_page_prints_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is found is the same where all are built before."""
    built: list[int] = []
    build = Builder._case

    def counted(builder: Builder, data: dict[str, Any], *given: Any) -> Any:
        built.append(id(data))
        return build(builder, data, *given)

    monkeypatch.setattr(Builder, "_case", counted)
    some, every = RuleChoice().load(), RuleChoice().load()
    assert not built
    cases = [case for rule in every.rules for case in rule.cases]
    assert [case.head for case in cases] == [head for rule in some.rules for head in rule.heads]
    assert len(built) == len(cases)
    text = min(SEEDS.glob("*.txt")).read_text("utf-8")
    for lines in (text.splitlines()[:12], text.splitlines()):
        small = assemble("page.txt", "\n".join(lines))
        found, expected = (
            check_document(small, loaded.rules, loaded.scanner, AS_OF) for loaded in (some, every)
        )
        assert found.findings == expected.findings
        assert found.entries == expected.entries
        assert len(set(built)) == len(built)  # none twice
        assert len(cases) < len(built) < 2 * len(cases)
    rule = max(some.rules, key=lambda rule: len(rule.cases))
    assert rule.cases[-1] is rule.cases[len(rule.cases) - 1]
    assert [*rule.cases[:2]] == [rule.cases[0], rule.cases[1]]
    with pytest.raises(IndexError):
        rule.cases[len(rule.cases)]
