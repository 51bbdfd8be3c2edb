"""Rule files with words that the rule language had before still load, and each old word is named once."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from conftest import Cli
from test_rule_files import GOOD, TEXT, problems

from dslint.engine.load import RuleChoice

# A condition in old words, the same in those of today, and the old words with their places.
CASES = {
    "a collection": (
        "some: {in: excuses, as: it}",
        "some: {in: confidentiality, as: it}",
        [(6, 14, "excuses")],
    ),
    "a collection in a list": (
        "not_printed: [legal_bases, excuses]",
        "not_printed: [legal_bases, confidentiality]",
        [(6, 30, "excuses")],
    ),
    "a filter": (
        "some: {in: excuses, where: {grounds: {only: [s251]}}}",
        "some: {in: confidentiality, where: {grounds: {all_of: [s251]}}}",
        [(6, 14, "excuses"), (6, 41, "only")],
    ),
    "an attribute": (
        "none: {in: opt_outs, where: {fused: true}}",
        "none: {in: opt_outs, where: {run_together: true}}",
        [(6, 32, "fused")],
    ),
    "an attribute and its values": (
        "all: [{some: {in: parties, where: {kin: {is_any: [listed, absent]}}}},"
        " {none: {in: parties, where: {kin: listed}}}]",
        "all: [{some: {in: parties, where: {related_body_listed: {is_any: [true, false]}}}},"
        " {none: {in: parties, where: {related_body_listed: true}}}]",
        [(6, 38, "kin")],
    ),
    "attributes that things are compared by": (
        "group: {in: parties, by: [organisation, standing], differ_in: kin}",
        "group: {in: parties, by: [organisation, lifetime], differ_in: related_body_listed}",
        [(6, 43, "standing"), (6, 65, "kin")],
    ),
}
SILENT = {
    "words of today": "some: {in: confidentiality, where: {grounds: {all_of: [s251]}}}",
    "the same word in a pattern": "text: {in: processing, match: 'kin|fused|excuses|standing|only'}",
    "a group of that name": (
        "text: {in: processing, match: '(?P<standing>Moor)', as: hit,"
        " with: [{text: {in: processing, match: '(?P<standing>Moor)'}, same: standing}]}"
    ),
}


def rule(condition: str, more: str = "") -> str:
    scope = "scope: document\n" if condition.startswith("group") else ""
    message = more or "message: The record names something.\n"
    return (
        GOOD.replace(TEXT, f"  {condition}")
        .replace("message: The record names {hit.text}.\n", message)
        .replace("severity: warning\n", f"severity: warning\n{scope}")
    )


def load(tmp_path: Path, text: str) -> tuple[dict[str, object], list[tuple[int, int, str]]]:
    path = tmp_path / "rule.yaml"
    path.write_text(text, "utf-8")
    loaded = RuleChoice(files=(str(path),), builtin=False).load()
    return loaded.rules[0].data, [(n.line, n.column, n.message.split(" is called ")[0]) for n in loaded.notes]


@pytest.mark.parametrize("name", CASES)
def test_old_words_mean_what_those_of_today_mean(name: str, tmp_path: Path) -> None:
    old, new, noted = CASES[name]
    data, notes = load(tmp_path, rule(old))
    today, none = load(tmp_path, rule(new))
    assert data == today
    shift = old.startswith("group")  # the line of its scope comes before
    assert notes == [(line + shift, column, word) for line, column, word in noted]
    assert none == []


@pytest.mark.parametrize("name", SILENT)
def test_words_that_are_no_old_ones(name: str, tmp_path: Path) -> None:
    assert load(tmp_path, rule(SILENT[name]))[1] == []


def test_old_attributes_in_messages_and_notes(tmp_path: Path) -> None:
    messages = "message: The party is {body.standing}.\nper: body.standing\n"
    data, notes = load(
        tmp_path,
        rule("some: {in: parties, as: body, note: 'it is {standing}', where: {standing: within}}", messages),
    )
    assert data["message"] == "The party is {body.lifetime}."
    assert data["per"] == "body.lifetime"
    assert data["when"]["some"]["note"] == "it is {lifetime}"
    assert [word for _, _, word in notes] == ["standing"]


def test_problems_are_at_the_place_of_an_old_word(tmp_path: Path) -> None:
    found = problems(tmp_path, rule("some: {in: parties, where: {standing: outlivd}}"))
    (problem,) = found
    assert problem[:2] == (6, 41)
    assert "lifetime is never outlivd; did you mean outlived?" in problem[2]


def test_each_note_is_printed_once(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "rule.yaml").write_text(
        rule("some: {in: excuses, where: {grounds: {only: [s251]}}}"), "utf-8"
    )
    page = tmp_path / "page.txt"
    page.write_text(
        textwrap.dedent(
            """\
            A — DARS-NIC-123456-A1B2C
            Opt outs honoured: N (Section 251)
            Legal basis: X
            """
        ),
        "utf-8",
    )
    rules = str(tmp_path / "rule.yaml")
    for command in (
        ["check", "--rules", rules, "--select", "ORG01", str(page), str(page)],
        ["test-rules", rules],
    ):
        result = cli(*command)
        assert result.stderr.count("excuses is called confidentiality now; the old word still works") == 1
        assert result.stderr.count("only is called all_of now; the old word still works") == 1
    assert "ORG01" in cli("check", "--rules", rules, "--select", "ORG01", str(page)).stdout


def test_old_attributes_wherever_a_rule_names_one(tmp_path: Path) -> None:
    messages = (
        "message: The party is {body.standing}, {body.text} and {other.standing}.\n"
        "voices: {draft: {message: 'The body is {body.standing}.', remedy: 'Name {body.standing.first}.'}}\n"
        "measured_against: {by: body.standing, standards: {within: S1}}\n"
    )
    text = rule("all: [{some: {in: parties, as: body}}, {some: {in: names, as: other}}]", messages)
    path = tmp_path / "rule.yaml"
    path.write_text(text.replace("authority:\n", "authority:\n  - {key: S1}\n"), "utf-8")
    with pytest.raises(ValueError, match="unknown attribute of other standing"):
        RuleChoice(files=(str(path),), builtin=False).load()
    path.write_text(path.read_text("utf-8").replace("{other.standing}", "{other.kind}"), "utf-8")
    loaded = RuleChoice(files=(str(path),), builtin=False).load()
    data = loaded.rules[0].data
    assert data["message"] == "The party is {body.lifetime}, {body.text} and {other.kind}."
    assert data["voices"] == {
        "draft": {"message": "The body is {body.lifetime}.", "remedy": "Name {body.lifetime.first}."}
    }
    assert data["measured_against"]["by"] == "body.lifetime"
    assert len(loaded.notes) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # a new word that is given too keeps its value, and the order of the others stays
        ("some: {in: parties, where: {name: x, standing: within, kind: ccg}}",
         "some: {in: parties, where: {name: x, lifetime: within, kind: ccg}}"),
        ("pair: {in: parties, same: organisation, left: {some: {in: excuses}}, "
         "right: {some: {in: opt_outs}}}",
         "pair: {in: parties, same: organisation, left: {some: {in: confidentiality}}, "
         "right: {some: {in: opt_outs}}}"),
        ("clash: {in: parties, by: [organisation, standing], differ_in: role}",
         "clash: {in: parties, by: [organisation, lifetime], differ_in: role}"),
        ("some: {in: names, with: [{in: parties, same: organisation, where: {standing: within}}]}",
         "some: {in: names, with: [{in: parties, same: organisation, where: {lifetime: within}}]}"),
        ("count: {in: parties, distinct: standing}", "count: {in: parties, distinct: lifetime}"),
    ],
)  # fmt: skip
def test_old_words_in_every_place_of_a_condition(tmp_path: Path, old: str, new: str) -> None:
    scope = "scope: document\n" if old.startswith("pair") else ""
    found = [
        load(tmp_path, rule(condition).replace("severity:", f"{scope}severity:"))[0]["when"]
        for condition in (old, new)
    ]
    assert found[0] == found[1]
    assert [str(each) for each in found[:1]] == [str(each) for each in found[1:]]  # in the same order
