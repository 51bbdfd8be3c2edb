"""Which rules look at which input, and how severe they are there."""

from __future__ import annotations

import pytest

from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.per_path import PerPath, RulesByPath, severities
from dslint.engine.select import UnknownRule, is_in, matching, select, split_words, unknown, width

NAMES = [("OPT01", "opt-out-not-applied"), ("OPT03", "both-answers"), ("TRM01", "end-before-start")]


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("ALL", {"OPT01", "OPT03", "TRM01"}),
        ("all", {"OPT01", "OPT03", "TRM01"}),
        ("OPT", {"OPT01", "OPT03"}),
        ("opt01", {"OPT01"}),
        ("both-answers", {"OPT03"}),
        ("Both-Answers", {"OPT03"}),
        ("T", {"TRM01"}),
    ],
)
def test_what_a_word_means(word: str, ids: set[str]) -> None:
    assert matching(NAMES, word) == ids
    assert width(NAMES, word) == len(ids)


def test_a_word_that_names_no_rule_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownRule) as raised:
        select(NAMES, ("OPT", "both-answer"))
    assert str(raised.value) == "there is no rule 'both-answer'; did you mean both-answers?"
    assert unknown(NAMES, ("OPT", "TRM02", "zzz")) == {
        "TRM02": "there is no rule 'TRM02'; did you mean TRM01?",
        "zzz": "there is no rule 'zzz'",
    }
    # of names that are nearly as near, the one of the same group
    assert "TRM01" in unknown(NAMES, ("TRM03",))["TRM03"]


def test_words_may_be_a_list_with_commas() -> None:
    assert split_words(("OPT01, TRM", "", "ALL,")) == ("OPT01", "TRM", "ALL")


@pytest.mark.parametrize(
    ("profiles", "profile", "inside"),
    [
        (["default"], "default", True),
        (["default"], "renewal", True),
        (["renewal"], "default", False),
        (["renewal"], "renewal", True),
        (["renewal"], "strict", True),
        ([], "default", False),
        ([], "strict", True),
        ([], "summary", False),
        ([], "aims", False),
    ],
)
def test_which_profile_has_a_rule(profiles: list[str], profile: str, inside: bool) -> None:
    assert is_in(profiles, profile) is inside


def test_the_narrowest_word_decides_a_severity() -> None:
    rows = [("OPT01", "info"), ("ALL", "error"), ("OPT", "warning")]
    expected = {"OPT01": "info", "OPT03": "warning", "TRM01": "error"}
    assert severities(NAMES, rows) == severities(NAMES, reversed(rows)) == expected
    assert severities(NAMES, [("OPT01", "info"), ("OPT01", "error")]) == {"OPT01": "error"}


def by_path(ruleset: RuleSet, *entries: PerPath, general: str = "OPT") -> RulesByPath:
    return RulesByPath(ruleset.rules, select(ruleset.names, (general,)), ruleset.names, entries, ".")


def ids(rules: RulesByPath, path: str) -> set[str]:
    return {rule.id for rule in rules.of(path)}


def test_settings_of_a_path(ruleset: RuleSet) -> None:
    opt = select(ruleset.names, ("OPT",))
    rules = by_path(
        ruleset,
        PerPath(("drafts/",), ("TRM01",)),
        PerPath(("drafts/*.yaml",), None, ("OPT03", "TRM01")),
        PerPath(("all.txt",), ("ALL",)),
    )
    assert ids(rules, "page.txt") == opt
    assert ids(rules, "drafts/a.txt") == {"TRM01"}
    assert ids(rules, "drafts/a.yaml") == set()
    assert ids(rules, "all.txt") == {rule.id for rule in ruleset.rules}
    assert by_path(ruleset).of("page.txt") == ruleset.rules


def test_what_is_only_possible_is_never_an_error(ruleset: RuleSet) -> None:
    rules = by_path(ruleset, PerPath(("x.txt",), None, (), (("ALL", "error"),)), general="ALL")
    found = {rule.id: rule for rule in rules.of("x.txt")}
    certain = {rule.id for rule in ruleset.rules if any(c.certainty == "certain" for c in rule.cases)}
    assert 0 < len(certain) < len(found)
    for rule in found.values():
        assert rule.severity == ("error" if rule.id in certain else "warning")
        for case in rule.cases:
            assert case.severity == ("error" if case.certainty == "certain" else "warning")
    mild = by_path(ruleset, PerPath(("x.txt",), None, (), (("ALL", "info"),)), general="ALL").of("x.txt")
    assert {rule.severity for rule in mild} == {"info"}


def test_what_each_file_by_itself_cannot_tell_is_left_out() -> None:
    whole, alone = RuleChoice().load().rules, RuleChoice(each_file=True).load().rules
    left_out = {rule.id for rule in whole} - {rule.id for rule in alone}
    assert left_out == {rule.id for rule in whole if rule.scope == "corpus"}
    assert left_out
