"""The words of a rule file that dslint does not know: each is told in its place, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_rule_files import GOOD, TEXT, problems

from dslint.datafiles.yaml_marks import FileErrors
from dslint.engine.load import RuleChoice

WHERE = "  some: {in: names, where: {%s}, as: hit}"
KINDS = "discloser, national, csu, company, trust, ccg, icb, council, university, body, team, provider"
WRONG: list[tuple[str, str, list[tuple[int, int, str]]]] = [
    ("in: processing", "in: procesing", [(6, 14, "unknown section procesing; did you mean processing?")]),
    ("{hit.text}", "{hot.text} and {hit.txt}", [
        (7, 10, "unknown attribute of hit txt; did you mean text?"),
        (7, 10, "unknown name in braces hot; did you mean hit?")]),
    ("Name somebody", "Name {hot.text}", [(8, 9, "unknown name in braces hot; did you mean hit?")]),
    (TEXT, WHERE % "name: x, nam: y", [(6, 38, "unknown attribute of names: nam; did you mean name?")]),
    (TEXT, WHERE % "kind: ccgs", [(6, 35, f"kind is never ccgs; did you mean ccg? (one of {KINDS})")]),
    (TEXT, WHERE % "kind: {is_any: [ccg, trusts]}", [
        (6, 35, f"kind is never trusts; did you mean trust? (one of {KINDS})")]),
    (TEXT, WHERE % "name: {match: '(x'}", [
        (6, 43, "is not a regular expression: missing ), unterminated subpattern at position 0")]),
    (TEXT, "  some: {in: fields, where: {state: filed}, as: hit}", [
        (6, 37, "state is never filed; did you mean filled? (one of filled, empty)")]),
    (TEXT, "  some: {in: ignores, as: hit}", [
        (6, 14, "ignores are facts of another scope; the rule's must be run")]),
    (TEXT, "  count: {in: names, distinct: kin, as: hit}", [
        (6, 32, "unknown attribute of names kin; did you mean kind?")]),
    (TEXT, "  count: {in: legal_bases, distinct: provisions, as: hit}", [
        (6, 38, "provisions has several words at once, so nothing can be compared by it")]),
    (TEXT, "  some: {in: names, as: hit, with: [{in: processors, same: nam}], "
     "without: [{in: actor, same: kind}]}",
     [(6, 60, "unknown attribute here nam; did you mean name?"),
      (6, 60, "unknown attribute of processors nam; did you mean name?"),
      (6, 82, "unknown collection actor; did you mean actors?")]),
    (TEXT, "  some: {in: names, as: hit, with: [{in: processors, same: kind, differs: kind}]}", [
        (6, 66, "differs is for texts: write text here, not in")]),
    (TEXT, "  text: {match: moor, as: hit, with: [{within: 1, where: {a: b}, text: {match: x}}]}", [
        (6, 51, "where is for collections: write in here, or put where into text")]),
    (TEXT, "  text: {match: moor, as: hit, with: [{within: 1, same: who, text: {match: '(?P<who>x)'}}]}", [
        (6, 57, "unknown attribute here who; known: text")]),
    (TEXT, "  date: {is: dsa_ends, before: as_of, as: hit}", [
        (6, 14, "unknown date dsa_ends; did you mean dsa_end?")]),
    (TEXT, "  date: {is: dsa_end, before: as_off, as: hit}", [
        (6, 31, "unknown date as_off; did you mean as_of?")]),
    (TEXT, "  state: {of: outputz, is: empty, as: hit}", [
        (6, 15, "unknown field or section outputz; did you mean outputs?")]),
    ("summary:", "point_at: hot\nsummary:", [(3, 11, "unknown name hot; did you mean hit?")]),
    ("summary:", "per: hit.txt\nsummary:", [(3, 6, "unknown attribute txt; did you mean text?")]),
    ("summary:", "fold: document\nscope: run\nsummary:", [
        (3, 7, "a rule of scope run has nothing to fold"),
        (8, 3, "text is about one agreement, but the scope of this rule is run")]),
    ("summary:", "suggestion: {title: '{hot.text}.', replace: hat, with: '{hit.txt}', "
     "part: '{hot.text}'}\nsummary:",
     [(3, 21, "unknown name in braces hot; did you mean hit?"),
      (3, 45, "unknown name hat; did you mean hit?"),
      (3, 56, "unknown attribute of hit txt; did you mean text?"),
      (3, 75, "unknown name in braces hot; did you mean hit?")]),
    ("summary:", "suggestion: {title: Add it., add: titel, with: x}\nsummary:", [
        (3, 35, "unknown key of a draft titel; did you mean title?")]),
    ("summary:", "voices: {draft: {message: '{hot.text}', remedy: '{hit.txt}'}}\nsummary:", [
        (3, 27, "unknown name in braces hot; did you mean hit?"),
        (3, 49, "unknown attribute of hit txt; did you mean text?")]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_what_is_said_and_where(tmp_path: Path, old: str, new: str, said: list[tuple[int, int, str]]) -> None:
    assert old in GOOD
    assert problems(tmp_path, GOOD.replace(old, new)) == said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{hit.text}", "{hit.count} of {hit.lines}, {hit.all_lines}"),
        ("{hit.text}", "{group.count} of {hit.text.first}"),
        (TEXT, WHERE % "kind: {known: true}"),
        (TEXT, WHERE % "kind: {is_not: [ccg, trust]}"),
        (TEXT, "  some: {in: names, as: hit, with: [{in: processors, same: kind}]}"),
        (TEXT, "  text: {match: '(?P<who>m)', as: hit, with: [{same: who, text: {match: '(?P<who>x)'}}]}"),
        ("summary:", "per: hit.text\npoint_at: hit\nsummary:"),
        ("{document: Our", "{key: OURS, document: Our"),
        ("  - {document: Our handbook, status: seen}", "  - {key: S1}"),
        ("  - {document: Our handbook, status: seen}", "  - {key: S1, point: '3'}"),
        ("summary:", "suggestion: {title: Add it., add: title, with: x}\nsummary:"),
        (f"when:\n{TEXT}", "scope: document\nwhen:\n  some: {in: flags, as: hit}"),
        (f"when:\n{TEXT}", "scope: run\nwhen:\n  some: {in: ignores, as: hit}"),
    ],
)
def test_words_that_are_right(tmp_path: Path, old: str, new: str) -> None:
    assert old in GOOD
    (tmp_path / "rule.yaml").write_text(GOOD.replace(old, new), "utf-8")
    (rule,) = RuleChoice(builtin=False, files=(str(tmp_path / "rule.yaml"),)).load().rules
    assert rule.id == "ORG01"


def test_a_pattern_that_has_no_name_like_it(tmp_path: Path) -> None:
    ((line, column, said),) = problems(tmp_path, GOOD.replace("match: moor", "match: '{zzqqxx}'"))
    assert (line, column) == (6, 33)
    assert said.startswith("unknown pattern zzqqxx; known: ")
    assert said.endswith(" (\\{zzqqxx} means the braces themselves)")


def test_what_is_wrong_with_files(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "rules").mkdir()
    for name in ("b.yaml", "a.yml", "c.txt"):
        (tmp_path / "rules" / name).write_text(GOOD.replace("ORG01", f"ORG-{name[0]}"), "utf-8")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    paths = [str(tmp_path / name) for name in ("empty", "rules", "rules/a.yml", "none.yaml", "bytes.yaml")]
    with pytest.raises(FileErrors, match="has no rule file") as caught:
        RuleChoice(builtin=False, files=tuple(paths)).load()
    found = [(Path(each.path).name, each.line, each.column) for each in caught.value.problems]
    assert found == [
        ("empty", 1, 1),
        ("a.yml", 1, 5),
        ("b.yaml", 1, 5),
        ("none.yaml", 1, 1),
        ("bytes.yaml", 1, 1),
    ]


def test_what_a_register_prints_is_never_called_your_draft() -> None:
    cases = [case for rule in RuleChoice().load().rules for case in rule.cases]
    said = [words.source for case in cases for voice in ("page", "workbook") for words in case.words(voice)]
    assert [text for text in said if "your draft" in text.lower()] == []
    assert any("your draft" in words.source.lower() for case in cases for words in case.words("draft"))
