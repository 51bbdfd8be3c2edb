"""Drafts: agreements that people write, and the way back to what they wrote."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, SEEDS, Cli, findings, page, without_lines
from hypothesis import given, settings
from hypothesis import strategies as st

from dslint import compiled, resources
from dslint.assembler import assemble_source
from dslint.convert.draft import to_draft
from dslint.convert.yaml_text import block, scalar
from dslint.engine.build import in_voice
from dslint.engine.finding import Finding
from dslint.engine.load import RuleSet
from dslint.model import Document
from dslint.reporters.parse_json import document_value
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

LAYOUT = compiled.vocabulary("layout")
LABELS = {label for group in ("header", "narrative") for labels in LAYOUT[group].values() for label in labels}
PAGES = [*sorted(SEEDS.glob("*.txt")), *sorted((ROOT / "tests" / "pages").glob("*.txt"))]

REMARK = "(System access"  # the page's own words, which a draft does not have


def draft(text: str | bytes, name: str = "draft.yaml") -> Document:
    content = text.encode("utf-8") if isinstance(text, str) else text
    return assemble_source(name, understand(name, content, BUILT_IN), BUILT_IN)


def with_voices(ruleset: RuleSet) -> set[str]:
    """The rules that speak of a draft in other words than of a page."""
    return {
        rule.id
        for rule in ruleset.rules
        if any("voices" in part for part in (rule.data, *rule.data.get("cases", [])))
    }


def of_drafts(ruleset: RuleSet) -> set[str]:
    """The rules that ask of a draft what they do not ask of a page."""
    return {
        rule.id
        for rule in ruleset.rules
        if rule.group in ("draft", "reviewers") or '"draft": ' in json.dumps(rule.data, default=str)
    }


def said(found: list[Finding], ruleset: RuleSet) -> Counter[tuple[object, ...]]:
    """What findings say and rest on, without places."""
    others, of_draft = with_voices(ruleset), of_drafts(ruleset)
    return Counter(
        (
            f.rule,
            f.agreement,
            f.severity,
            f.certainty,
            "" if f.rule in others else in_voice(without_lines(f.message), "draft"),
            *sorted(e.text for e in f.evidence if not e.text.startswith(REMARK)),
        )
        for f in found
        if f.rule not in of_draft or f.rule == "OPT03"
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_as_a_draft_gives_the_same_findings(path: Path, ruleset: RuleSet) -> None:
    original = page(path)
    text = to_draft(original)
    made = draft(text)
    assert made.problems == []
    found = findings(made, ruleset)
    assert said(found, ruleset) == said(findings(original, ruleset), ruleset)
    lines = text.split("\n")
    for finding in found:
        for evidence in finding.evidence:
            shown = lines[evidence.at.line - 1][evidence.at.column - 1 :]
            assert leads_to(evidence.text, shown), (finding.rule, evidence)


def leads_to(text: str, shown: str) -> bool:
    """Whether a line of the draft goes on with the words of the evidence, or with the key of its label."""
    if text.split(":")[0] in LABELS and re.match(r"\w+:", shown):
        return True
    # Reference and version, and the title before them, have keys of their own.
    words = re.sub(r" — .*|-v[\d.]+$", "", text)
    if (", " in words or "(" in words) and words.startswith(shown.rstrip('"')):
        return True  # a whole field, of which a list has one value on each line
    return shown.startswith((words, words.replace('"', '\\"')))


DRAFT = """\
# A comment.
organisation: NHS Moor ICB   # the recipient
agreement:
  title: Moor "falls"
  reference: DARS-NIC-123456-A1B2C
  version: 1.10
  controllers: [NHS Moor ICB, 'NHS Vale ICB',
    "NHS Moor\\u00a0East ICB"]
  opt_outs: [N, "Y"]
  legal_bases: Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii), Section 251
  sublicensing: No
  purposes: {commercial: No, organisation_types: [ICB, "Trust, acute"]}
  dsa:
    end: 2020-01-01
    start: 2021-01
  datasets:
  # between
  - SUS
  - HES, admitted
  objectives: |2
      A first line.

    - an item
  processing: >-
    Some words
    go on.

    A "second" line.
  outputs: [one, two]
  expected_benefits:
  yielded_benefits: "a \\u2013 b\\n\\
    c"
"""


def test_a_draft() -> None:
    found = draft(DRAFT)
    assert found.problems == []
    value = document_value(found)
    assert (found.kind, value["organisation"], found.coverage) == ("draft", "NHS Moor ICB", 1.0)
    (one,) = value["agreements"]
    assert (one["reference"], one["version"], one["title"]) == (
        "DARS-NIC-123456-A1B2C",
        "1.10",
        'Moor "falls"',
    )
    assert one["controllers"] == ["NHS Moor ICB", "NHS Vale ICB", "NHS Moor\xa0East ICB"]
    assert one["opt_outs"] == ["N", "Y"]
    assert one["legal_bases"] == [
        "Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)", "Section 251"
    ]  # fmt: skip
    assert one["purposes"] == {"commercial": "No", "organisation_types": ["ICB", "Trust, acute"]}
    assert one["sublicensing"] == "No"
    assert (one["dsa_start"], one["dsa_end"]) == ("2021-01", "2020-01-01")
    assert [(d["name"], d["line"]) for d in one["datasets"]] == [("SUS", 18), ("HES, admitted", 19)]
    (agreement,) = found.agreements
    assert [(key, text) for key, _, text in found.narrative(agreement)] == [
        ("objectives", ("  A first line.", "", "- an item")),
        ("processing", ("Some words go on.", 'A "second" line.')),
        ("outputs", ("- one", "- two")),
        ("yielded_benefits", ("a – b", "c")),
    ]
    assert agreement.sections["expected_benefits"].first_content_line is None
    places = {value.text: found.place(value.span)[:4] for value in agreement.values["controllers"]}
    assert places == {
        "NHS Moor ICB": (7, 17, 7, 29), "NHS Vale ICB": (7, 32, 7, 44), "NHS Moor\xa0East ICB": (8, 6, 8, 28)
    }  # fmt: skip
    assert found.place(agreement.dsa.end.span)[:2] == (14, 10) if agreement.dsa.end else False
    assert found.place(agreement.fields["when"].label_span)[:2] == (13, 3)


def test_json_is_a_draft() -> None:
    text = json.dumps(
        {"agreement": {"reference": "NIC-1234", "opt_outs": ["N", "Y"], "objectives": "a\nb"}}, indent=1
    )
    found = draft(text, "a.json")
    assert found.problems == []
    assert [v.text for v in found.agreements[0].values["opt_outs"]] == ["N", "Y"]
    assert found.place(found.agreements[0].values["opt_outs"][1].span)[:2] == (6, 5)


def test_json_writes_a_character_as_two_escapes() -> None:
    title = "a \U0001f600 b \\ud83d\\ude00"
    text = json.dumps({"agreement": {"title": title, "opt_outs": ["N"]}})
    assert "\\ud83d" in text
    found = draft(text, "a.json")
    assert found.problems == []
    assert found.agreements[0].title == title
    place = found.place(found.agreements[0].values["opt_outs"][0].span)
    assert text[place.column - 1 :].startswith('"N"') or text[place.column - 1 :].startswith("N")
    assert draft('{"agreement": {"title": "\\ud83d"}}', "a.json").problems


@pytest.mark.parametrize("name", ["a.yaml", "a.txt"])
def test_drafts_in_utf_16(cli: Cli, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes("agreement:\n  reference: NIC-1234\n  opt_outs: [N, Y]\n".encode("utf-16"))
    parsed = json.loads(cli("parse", name, "--format", "json").stdout)["documents"][0]
    assert [agreement["opt_outs"] for agreement in parsed["agreements"]] == [["N", "Y"]]


def test_several_agreements_and_organisations() -> None:
    found = draft("organisation: A\nagreements:\n- reference: X\n- reference: Y\n  organisation: B\n")
    assert [p.organisation_name for p in found.pages()] == ["A", "B"]
    assert [len(p.agreements) for p in found.pages()] == [1, 1]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("agreement:\n  refrence: x\n  datasets: SUS\n  opt_outs: {a: b}\n", [
            "draft.yaml:2:3: unknown key refrence; did you mean reference?",
            "draft.yaml:3:13: must be a list or nothing, not text",
            "draft.yaml:4:13: must be text or a list or true or false or nothing, not a mapping",
        ]),
        ("agreement:\n  dsa: {start: 2020-13-01, ende: 2021}\n", [
            "draft.yaml:2:16: '2020-13-01' is no date; write it as YYYY-MM-DD or YYYY-MM",
            "draft.yaml:2:28: unknown key ende; did you mean end?",
        ]),
        ("agreement: {reference: X}\nagreements: []\n", [
            "draft.yaml:1:1: needs exactly one of agreement or agreements",
        ]),
        ("agreement:\n  title: a\n  title: b\n", ["draft.yaml:3:3: the key title is given twice"]),
        ("agreement:\n  ethics: [{reference: approved}, {reference: <id>}, {reference: 21/LO/1}]\n", [
            "draft.yaml:2:24: 'approved' is not written as in 21/LO/0123",
        ]),
        ("agreement:\n  title: [a\n", ["draft.yaml:3:1: is not YAML: did not find expected ',' or ']'"]),
        ("agreement: !!python/object:os.system {}\n", [
            "draft.yaml:1:12: the tag tag:yaml.org,2002:python/object:os.system is not plain data; remove it",
        ]),
    ],
)  # fmt: skip
def test_problems_of_a_draft(text: str, problems: list[str]) -> None:
    assert [str(problem) for problem in draft(text).problems] == problems


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"agreement": {"title": "a" "b"}}', "draft.json:1:29: is not JSON: expecting ',' delimiter"),
        ('{"agreement":\n  {"title": [1, 2}}', "draft.json:2:18: is not JSON: expecting ',' delimiter"),
        ('{"agreement": {"title": "a"}', "draft.json:1:29: is not JSON: expecting ',' delimiter"),
        ('{"agreement": {"title": "a", "title": "b"}}', "draft.json:1:30: the key title is given twice"),
        (
            '{"agreement": ' + "[" * 500 + "]" * 500 + "}",
            "draft.json:1:114: is nested too deeply or contains too much",
        ),
    ],
)
def test_problems_of_json_are_told_as_such(text: str, said: str) -> None:
    assert [str(problem) for problem in draft(text, "draft.json").problems] == [said]


@pytest.mark.parametrize(
    ("broken", "line", "left_out"),
    [
        ("  processing\n", 5, "line 5 is"),
        ('  processing: "he said\n', 5, "line 5 is"),
        ("  flows: [\n    {dataset: a,\n", 5, "lines 5 to 6 are"),
    ],
)
def test_what_is_no_yaml_is_left_out_and_the_rest_is_checked(
    cli: Cli, tmp_path: Path, broken: str, line: int, left_out: str
) -> None:
    before = "agreement:\n  reference: NIC-123456-A1B2C\n  titel: Falls\n  review: {date: soon}\n"
    (tmp_path / "a.yaml").write_text(f"{before}{broken}  outputs: |\n    TODO\n", "utf-8")
    done = cli("check", "a.yaml", "--format", "json")
    assert done.returncode == 2
    told = json.loads(done.stdout)
    assert {(each["rule"], each["line"]) for each in told["findings"]} >= {("QLT07", 2)}
    placeholder = next(each for each in told["findings"] if each["rule"] == "DRF01")
    assert placeholder["line"] == 6 + broken.count("\n")
    errors = {each["message"] for each in told["errors"]}
    assert "unknown key titel; did you mean title?" in errors
    assert "'soon' is no date; write it as YYYY-MM-DD or YYYY-MM" in errors
    assert any(each.startswith("is not YAML") and f"; {left_out} left out" in each for each in errors)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("agreement:\n  title: [a\n", "line 2 is left out, what can be read"),  # agreement is a mapping
        ("agreement:\n\ttitle: a\n", "line 2 is left out, what can be read"),
        ("agreement: x: y\n  titel: a\n  outputs: b\n", "line 1 is left out, what can be read"),  # of nothing
        (  # the address is of no processor
            "agreement:\n  title: a\n  processors:\n    - name: A\n`  locations:\n    - address: B\n",
            "line 5 is left out, what can be read",
        ),
        ("agreement:\n  title: a\n  outputs: b: c\n", "line 3 is left out, the rest is checked"),
    ],
)
def test_what_is_no_yaml_is_the_only_problem_it_makes(text: str, said: str, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    done = cli("check", "a.yaml")
    assert done.returncode == 2
    (only,) = done.stderr.splitlines()
    assert "is not YAML" in only
    assert said in only


@pytest.mark.parametrize("text", ["agreement:\n  title: a\n  title: b\n", "agreement: !!python/name:x {}\n"])
def test_what_is_refused_stays_refused(cli: Cli, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    done = cli("check", "a.yaml")
    assert done.returncode == 2
    assert "left out" not in done.stderr


def test_what_can_be_used_is_checked_beside_the_problems(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "agreement:\n  reference: DARS-NIC-123456-A1B2C\n  sort: x\n  other: y\n"
        "  dsa: {start: 2021-01-01, end: 2020-01-01}\n", "utf-8"
    )  # fmt: skip
    done = cli("check", "a.yaml")
    assert done.returncode == 2
    assert "TRM01" in done.stdout
    assert "a.yaml:3:3: unknown key sort" in done.stderr
    assert "a.yaml:4:3: unknown key other" in done.stderr
    errors = json.loads(cli("check", "a.yaml", "--format", "json").stdout)["errors"]
    assert [(error["line"], error["column"]) for error in errors] == [(3, 3), (4, 3)]
    assert "a.yaml:3:3: unknown key sort" in cli("parse", "a.yaml").stderr


def test_bombs_are_refused() -> None:
    aliases = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghijklmnopqr", "bcdefghijklmnopqrs", strict=True)
    )
    long = "agreement:\n  objectives: &t " + "x" * 1_000_000 + "\n  outputs: [" + "*t, " * 100 + "]\n"
    deep = "agreement: " + "[" * 5_000
    for text in (f"agreement: {{}}\n{aliases}", long, deep):
        found = draft(text)
        assert found.problems
        assert sum(map(len, found.lines)) < 30_000_000


def test_only_drafts_are_inputs_of_a_folder(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "draft.yml").write_text("agreement:\n  reference: DARS-NIC-123456-A1B2C\n", "utf-8")
    (folder / "other.yaml").write_text("jobs:\n  agreement: {}\n", "utf-8")
    (folder / "package.json").write_text('{"findings": [{"agreement": "x"}]}', "utf-8")
    (folder / "draft.json").write_text('{"agreements": [{"reference": "DARS-NIC-123457-A1B2C"}]}', "utf-8")
    shown = json.loads(cli("parse", "folder", "--format", "json").stdout)
    assert [d["path"] for d in shown["documents"]] == ["folder/draft.json", "folder/draft.yml"]
    assert cli("check", "folder/other.yaml").returncode == 3
    errors_of_file = cli("check", "-", stdin=b"# mine\nagreement:\n  titel: x\n")
    assert errors_of_file.returncode == 2
    assert "-:3:3: unknown key titel; did you mean title?" in errors_of_file.stderr


def test_the_skeleton(cli: Cli, tmp_path: Path, ruleset: RuleSet) -> None:
    done = cli("new", "agreement", "--output", "mine.yaml")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "mine.yaml").read_text("utf-8")
    schema = text.split("\n")[0].removeprefix("# yaml-language-server: $schema=./")
    assert json.loads((tmp_path / schema).read_text("utf-8"))["title"].startswith("A draft")
    assert cli("new", "agreement", "--output", "mine.yaml").returncode == 2
    found = draft(text)
    assert found.problems == []
    left = {e.text for f in findings(found, ruleset) if f.rule.startswith("DRF") for e in f.evidence}
    written = {match.group() for line in text.split("\n")[3:] for match in re.finditer("<[^<>]+>", line)}
    assert left <= written
    assert len(left) > 40  # as many as a finding keeps
    (finding,) = (f for f in findings(found, ruleset) if f.rule == "DRF01")
    lines = [line for line in text.split("\n") if not line.strip().startswith("#")]
    assert f"{len(re.findall('<[^<>]+>', ' '.join(lines)))} placeholders" in finding.message


def keys(node: object) -> object:
    return {key: keys(each) for key, each in node.items()} if isinstance(node, dict) else None


def test_the_examples(ruleset: RuleSet) -> None:
    good, bad = (
        (ROOT / "examples" / f"{name}-agreement.yaml").read_text("utf-8") for name in ("good", "bad")
    )
    filled = draft(good)
    assert (filled.problems, findings(filled, ruleset)) == ([], [])
    skeleton = keys(yaml.safe_load(resources.template("agreement.yaml"))["agreement"])
    assert isinstance(skeleton, dict)
    for key in ("yielded_benefits", "approval", "joint_arrangement"):  # as the skeleton says
        del skeleton[key]
    assert keys(yaml.safe_load(good)["agreement"]) == skeleton
    found = findings(draft(bad), ruleset)
    assert {f.severity for f in found} >= {"error", "warning"}
    for finding in found:
        for evidence in finding.evidence:
            if evidence.field != "heading" and "\n" not in evidence.text:
                line = bad.split("\n")[evidence.at.line - 1].casefold()
                assert evidence.text.split()[0].casefold() in line


TEXT = st.text(st.characters(exclude_characters="\n", exclude_categories=("Cs",)), max_size=30)


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=6), TEXT)
def test_any_text_survives(lines: list[str], word: str) -> None:
    lines = [line for line in lines if line.strip()] and ["a", *lines, "b"]
    made = "\n".join([f"a: {scalar(word)}", *(block("b", lines, "") if lines else [])])
    for loader in (yaml.BaseLoader, getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
        read = yaml.load(made, loader)
        assert read["a"] == word
        assert not lines or read["b"].removesuffix("\n").split("\n") == lines


WORDS = [
    "agreement:", "  title: x", "  opt_outs:", "  - N", "  dsa: {start: ", "2020-01", "}", "  objectives: |",
    "    text", "  purposes:", "    commercial: No", '"', "&a", "*a", "- ", "organisation: A",
    "  datasets: [", "]", "  text: >", "agreements:", "  layout: legacy", "  reference: X", "#", "\t",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(WORDS), TEXT), max_size=15))
def test_any_draft(lines: list[str]) -> None:
    text = "\n".join(["agreement:", *lines]).replace("\0", "")
    found = draft(text)
    document_value(found)
    count = len(re.split(r"\r\n|\n|\r", text))
    for number in range(1, len(found.lines) + 1):
        at = found.place_of_line(number)
        assert 1 <= at.line <= at.end_line <= count + 1
        assert at.column >= 1


def test_what_a_draft_needs_is_said_of_a_file_that_is_none(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "draft.yaml").write_text("reference: DARS-NIC-123456-A1B2C\n", "utf-8")
    done = cli("check", "draft.yaml")
    assert (done.returncode, done.stderr) == (
        3,
        "no agreement was found in draft.yaml; a draft has the key agreement or agreements at its top\n",
    )


def test_the_old_key_of_confidentiality_still_works() -> None:
    old = """\
agreements:
  - reference: NIC-100500-A1B2C
    opt_outs: ["N"]
    opt_out_excuses: [Section 251 NHS Act 2006]
  - reference: NIC-100501-A1B2C
    opt_out_excuses: []
"""
    before, now = (
        draft(old),
        draft(old.replace("opt_out_excuses", "confidentiality")),
    )
    assert before.problems == now.problems == []
    assert before.remarks == [
        *now.remarks,
        "line 4: opt_out_excuses is called confidentiality now; the old key still works",
    ]
    assert document_value(before)["agreements"] == document_value(now)["agreements"]
    assert [value.text for value in before.agreements[0].values["opt_out_excuses"]] == [
        "Section 251 NHS Act 2006"
    ]
    both = old.replace("    opt_outs", "    confidentiality: [Consent]\n    opt_outs")
    assert ["opt_out_excuses" in problem.message for problem in draft(both).problems] == [True]


@given(st.permutations([
    "controllers: [University of Moor, Beck College]",
    "legal_bases: [Health and Social Care Act 2012 - s261(7)]",
    "opt_outs:\n    - Yes - patient objections upheld",
    "confidentiality:\n    - Section 251 NHS Act 2006",
    "type_of_data: [Identifiable]",
    "purposes: {commercial: 'No', organisation_types: [Academic]}",
    "dsa: {start: 2027-01-01, end: 2029-12-31}",
    "releases: {start: 2027-02, end: 2027-03}",
]))  # fmt: skip
def test_the_order_of_keys_makes_no_difference(blocks: list[str]) -> None:
    text = "".join(f"  {block}\n" for block in ["reference: DARS-NIC-100500-A1B2C", *blocks])
    (agreement,) = draft(f"agreement:\n{text}").agreements
    assert {name: [value.text for value in values] for name, values in agreement.values.items()} == {
        "controllers": ["University of Moor", "Beck College"],
        "legal_bases": ["Health and Social Care Act 2012 - s261(7)"],
        "opt_outs": ["Yes - patient objections upheld"],
        "opt_out_excuses": ["Section 251 NHS Act 2006"],
        "type_of_data": ["Identifiable"],
        "organisation_types": ["Academic"],
    }
    assert agreement.fields["opt_outs"].raw == (
        "Yes - patient objections upheld (Excuses: Section 251 NHS Act 2006)"
    )
    assert agreement.dsa.end and agreement.dsa.end.text == "2029-12-31"
    assert agreement.release.end and agreement.release.end.text == "2027-03"
