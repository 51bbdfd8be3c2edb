"""Patterns and groups of sections that rules use by their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Cli
from test_rule_files import GOOD, TEXT, problems

from dslint import compiled, resources
from dslint.engine.load import RuleChoice
from dslint.patterns.named import use_names

OWN = "patterns:\n  moor: 'moor(?:land)?s?'\n  on_moor: 'on the {moor}'\nwhen:\n"
LONG = 60  # characters of a pattern that is worth a name


def loaded(tmp_path: Path, condition: str) -> dict[str, Any]:
    """The condition of a rule file with names of its own, once it is loaded."""
    path = tmp_path / "rule.yaml"
    path.write_text(GOOD.replace("when:\n", OWN).replace(TEXT, f"  {condition}"), "utf-8")
    (rule,) = RuleChoice(files=(str(path),), builtin=False).load().rules
    assert "patterns" not in rule.data
    return rule.data["when"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("'{moor}'", "moor(?:land)?s?"),
        ("'the {moor}|{moor} too'", "the (?:moor(?:land)?s?)|(?:moor(?:land)?s?) too"),
        ("'{on_moor}'", "on the (?:moor(?:land)?s?)"),
        ("'{says_nothing}'", compiled.vocabulary("patterns")["patterns"]["says_nothing"]),
        ("'a{2,4}b{3}'", "a{2,4}b{3}"),  # repetitions
        (r"'\{moor}'", r"\{moor}"),  # the braces themselves
    ],
)
def test_a_name_stands_for_its_pattern(written: str, meant: str, tmp_path: Path) -> None:
    for key in ("match", "sentence_has", "sentence_lacks"):
        more = "" if key == "match" else "match: moor, "
        found = loaded(tmp_path, f"text: {{in: processing, {more}{key}: {written}, as: hit}}")
        assert found["text"][key] == meant
    for key in ("match", "no_match"):
        found = loaded(tmp_path, f"some: {{in: datasets, where: {{name: {{{key}: {written}}}}}, as: hit}}")
        assert found["some"]["where"]["name"][key] == meant


def test_a_name_in_a_join(tmp_path: Path) -> None:
    partner = "{text: {in: results, match: '{moor}'}, within: 2}"
    found = loaded(tmp_path, f"text: {{match: moor, as: hit, without: [{partner}]}}")["text"]["without"][0][
        "text"
    ]
    assert found == {"in": ["outputs", "expected_benefits"], "match": "moor(?:land)?s?"}


def test_a_group_stands_for_its_sections(tmp_path: Path) -> None:
    for written, meant in {
        "use_of_data": ["objectives", "processing"],
        "[unlabelled, use_of_data, processing]": ["unlabelled", "objectives", "processing"],
        "[outputs]": ["outputs"],
        "outputs": "outputs",
    }.items():
        assert loaded(tmp_path, f"text: {{in: {written}, match: moor, as: hit}}")["text"]["in"] == meant


def test_a_group_of_collections_stands_for_a_join_with_each(tmp_path: Path) -> None:
    joins = "[{in: listed_parties, like: organisation}, {in: recipient, like: organisation}]"
    found = loaded(tmp_path, f"some: {{in: actors, as: hit, without: {joins}}}")["some"]["without"]
    assert [join["in"] for join in found] == ["processors", "recipient", "controllers", "named_controllers"]
    assert all(join["like"] == "organisation" for join in found)


@pytest.mark.parametrize(
    ("condition", "place", "message"),
    [
        ("text: {match: 'a {moore} b', as: hit}", (8, 17), "unknown pattern moore; did you mean moor?"),
        ("text: {match: '{says_nothin}', as: hit}", (8, 17), "did you mean says_nothing?"),
        ("text: {in: use_of_dat, match: moor, as: hit}", (8, 14), "did you mean use_of_data?"),
        ("text: {match: '{moor}(', as: hit}", (8, 17), "is not a regular expression"),
        (
            "some: {in: actors, as: hit, with: [{in: listed_parties, like: organisation}]}",
            (8, 43),
            "listed_parties",
        ),
    ],
)
def test_what_is_wrong_with_a_name_is_said(
    condition: str, place: tuple[int, int], message: str, tmp_path: Path
) -> None:
    patterns = "patterns:\n  moor: moors?\nwhen:\n"
    found = problems(tmp_path, GOOD.replace("when:\n", patterns).replace(TEXT, f"  {condition}"))
    assert [problem[:2] for problem in found] == [place]
    assert message in found[0][2]


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("{moor_2}", "moor"),
        ("{s_252}", "s_251"),
        ("{Moor}", "moor"),
        ("{ moor }", "moor"),
        ("{moor-land}", "moor_land"),
        ("{moor.text}", "moor"),
        ("(?:on the {mor}){2,5}", "moor"),
        (r"\\{mor}", "moor"),  # a backslash and a name
    ],
)
@pytest.mark.parametrize(
    "where", ["some: {in: datasets, where: {name: {match: 'P'}}, as: hit}", "text: {match: 'P', as: hit}"]
)
def test_what_is_meant_for_a_name_is_none_or_known(
    written: str, near: str, where: str, tmp_path: Path
) -> None:
    patterns = "patterns:\n  moor: moors?\n  moor_land: moors\n  s_251: 's ?251'\nwhen:\n"
    text = f"  {where}".replace("P", written)
    found = problems(tmp_path, GOOD.replace("when:\n", patterns).replace(TEXT, text))
    line, column, message = found[0]
    assert (line, column) == (10, text.index("'") + 1)
    assert message.startswith("unknown pattern ")
    assert f"did you mean {near}?" in message


@pytest.mark.parametrize(
    "written",
    [
        "a{2,5}",
        "a{,5}",
        "a{3}",
        "a{2,}?",
        r"\{moor_2}",
        "{}",
        '{"moor": 1}',
        r"\N{DIGIT ONE}",
        "{a b}",
    ],
)
def test_braces_that_mean_something_else_stay(written: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, f"text: {{match: '{written}', as: hit}}")["text"]["match"] == written


def test_a_name_may_have_digits(tmp_path: Path) -> None:
    patterns = "patterns:\n  s_251: 's ?251'\nwhen:\n"
    path = tmp_path / "rule.yaml"
    path.write_text(GOOD.replace("when:\n", patterns).replace("match: moor", "match: 'the {s_251}'"), "utf-8")
    (rule,) = RuleChoice(files=(str(path),), builtin=False).load().rules
    assert rule.data["when"]["text"]["match"] == "the (?:s ?251)"


def test_no_built_in_pattern_has_a_name_that_stands_for_nothing() -> None:
    left = {
        name
        for source in compiled.pattern_alternatives()
        for name in re.findall(r"(?<!\\)\{[^\W\d]\w*\}", source)
    }
    assert left == {"{org}", "{mask}"}  # the place of an organisation in a frame, and a letter of one


def test_names_have_small_letters(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD.replace("when:\n", "patterns: {Moor: moors?}\nwhen:\n"))
    assert any("Moor" in message for _, _, message in found)


def test_a_rule_with_names_of_its_own_passes_its_examples(tmp_path: Path, cli: Cli) -> None:
    path = tmp_path / "rule.yaml"
    text = "  text: {in: use_of_data, match: '{moor}', as: hit, note: here}"
    path.write_text(GOOD.replace("when:\n", OWN).replace(TEXT, text), "utf-8")
    assert cli("test-rules", str(path)).stdout == "1 rules, 2 examples, 0 failed\n"


def _patterns(node: yaml.Node, key: str = "") -> Iterator[tuple[int, str]]:
    """Where patterns are written in a file, and the patterns. An alias is no second place."""
    if isinstance(node, yaml.MappingNode):
        for name, part in node.value:
            if name.value != "examples":
                yield from _patterns(part, name.value)
    elif isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _patterns(part, key)
    elif key in ("match", "no_match", "sentence_has", "sentence_lacks"):
        yield node.start_mark.index, node.value


def test_no_long_pattern_is_written_twice() -> None:
    written: Counter[str] = Counter()
    for path in resources.rule_files():
        found = dict(_patterns(yaml.compose(path.read_text("utf-8"))))
        written.update(found.values())
    assert [pattern for pattern, times in written.items() if times > 1 and len(pattern) >= LONG] == []


def test_every_shared_name_is_used() -> None:
    shared = compiled.vocabulary("patterns")
    rules = "\n".join(path.read_text("utf-8") for path in resources.rule_files())
    assert [name for name in shared["patterns"] if f"{{{name}}}" not in rules] == []
    assert [
        name for group in ("sections", "collections") for name in shared[group] if name not in rules
    ] == []


def test_an_unknown_name_is_left_as_it_is() -> None:
    rule = {"when": {"text": {"match": "{moor}"}}}
    (wrong,) = use_names(rule, {"fen": "fens?"}, {})
    assert wrong.path == ("when", "text", "match")
    assert wrong.message.startswith("unknown pattern moor; known: fen ")
    assert rule == {"when": {"text": {"match": "{moor}"}}}
