"""Other people's rule files: what is wrong with one is said, all of it, with the place."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
import yaml
from conftest import RECORD, Cli, assemble

from dslint import resources
from dslint.datafiles.yaml_marks import FileErrors
from dslint.engine.evaluate import check_document
from dslint.engine.load import RuleChoice

GOOD = """\
id: ORG01
name: no-moor
summary: Moor is named.
severity: warning
when:
  text: {in: processing, match: moor, as: hit, note: here}
message: The record names {hit.text}.
remedy: Name somebody else.
authority:
  - {document: Our handbook, status: seen}
rationale: We know.
examples:
  bad:
    - name: named
      text: |
        A — DARS-NIC-123456-A1B2C
        Opt outs honoured: N
        Legal basis: X
        Processing:
        Moor does it.
      at: [{line: 5, text: Moor}]
  good:
    - name: not named
      text: |
        A — DARS-NIC-123456-A1B2C
        Opt outs honoured: N
        Legal basis: X
        Processing:
        Others do it.
"""


NEAR = "{text: {match: near}}"
TEXT = "  text: {in: processing, match: moor, as: hit, note: here}"


def problems(tmp_path: Path, text: str) -> list[tuple[int, int, str]]:
    path = tmp_path / "rule.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(FileErrors) as caught:
        RuleChoice(files=(str(path),)).load()
    assert all(problem.path == str(path) for problem in caught.value.problems)
    return [(p.line, p.column, p.message) for p in caught.value.problems]


def test_a_good_rule_joins_the_others(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "rule.yaml").write_text(GOOD, "utf-8")
    assert "1 rules, 2 examples, 0 failed" in cli("test-rules", "rule.yaml").stdout
    (tmp_path / "page.txt").write_text(RECORD + "Processing:\nMoor.\n", "utf-8")
    done = cli("check", "page.txt", "--rules", "rule.yaml", "--select", "ORG01")
    assert done.returncode == 1
    assert 'The record names "Moor".' in done.stdout


def test_an_id_that_is_taken_is_refused(tmp_path: Path, cli: Cli) -> None:
    """A copy of a built-in rule could not be used by check: its examples are no proof of anything."""
    (tmp_path / "rule.yaml").write_text(GOOD.replace("ORG01", "OPT01"), "utf-8")
    done = cli("test-rules", "rule.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("rule.yaml:1:5: id OPT01 is taken by opt-outs/OPT01-")
    (tmp_path / "rule.yaml").write_text(GOOD.replace("no-moor", "processor-not-listed"), "utf-8")
    assert "rule.yaml:2:7: name processor-not-listed is taken by" in cli("test-rules", "rule.yaml").stderr
    (builtin,) = resources.RULES.glob("*/OPT01-*.yaml")
    assert cli("test-rules", str(builtin)).returncode == 0


def test_coverage_names_what_a_rule_looks_at(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "rule.yaml").write_text(GOOD.replace(TEXT, "  some: {in: incidents, as: hit}"), "utf-8")
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    said = cli("rules", "--rules", "rule.yaml", "--coverage", "page.txt").stdout
    assert "ORG01 never fired: The rule file does not say what it needs. It looks at incidents." in said


def test_a_failing_example_is_told(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "rule.yaml").write_text(GOOD.replace("Moor does it", "Noor does it"), "utf-8")
    done = cli("test-rules", "rule.yaml")
    assert done.returncode == 1
    assert "bad example 'named' does not fire" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("severity: warning", "severity: warnin", 4, "did you mean warning?"),
        ("severity: warning", "severty: warning", 4, "did you mean severity?"),
        ("  text: {in", "  txt: {in", 6, "did you mean text?"),
        ("in: processing", "in: procesing", 6, "did you mean processing?"),
        ("match: moor", "mach: moor", 6, "did you mean match?"),
        ("match: moor", "match: '(moor'", 6, "is not a regular expression"),
        ("match: moor", "match: '(m+)+r'", 6, "repeats a repetition"),
        ("{hit.text}", "{hot.text}", 7, "did you mean hit?"),
        ("{hit.text}", "{hit.txt}", 7, "did you mean text?"),
        ("{hit.text}", "{hit}", 7, "not part of a {name.attribute}"),
        ("remedy: Name somebody else.\n", "", 1, "lacks remedy"),
        ("id: ORG01", "id: org-1", 1, "does not have the form"),
        ("id: ORG01", "id: OPT01", 1, "id OPT01 is taken by"),
        ("{document: Our handbook, status: seen}", "{key: S1x}", 10, "did you mean S1"),
        ("summary: Moor is named.", "summary: [1]", 3, "must be text, not a list"),
        (TEXT, "  some: {in: flags}", 6, "flags belong to a page"),
        (TEXT, "  clash: {in: legal_bases, by: gateways, differ_in: text}", 6, "several words at once"),
        (TEXT, "  some: {in: opt_outs, where: {meaning: {is_any: [[x]]}}}", 6, "must be text"),
        (TEXT, "  some: {in: opt_outs, where: {meaning: aplied}}", 6, "did you mean applied?"),
        ("match: moor", "match: '(?:(?:a{999}){999}){999}'", 6, "too large"),
        ("match: moor", "match: '" + "(" * 400 + "a" + ")" * 400 + "'", 6, "nested too deeply"),
        ("name: no-moor", "name: no-moor\nname: again", 3, "the key name is given twice"),
        ("match: moor", "match: '(?P<Who>moor)'", 6, "small letters"),
        ("match: moor", "match: '(?P<text>moor)'", 6, "another name"),
        ("{hit.text}", "{hit.who}", 7, "unknown attribute of hit who"),
        ("match: moor", f"match: moor, with: [{NEAR}]", 6, "needs in+same or in+like or in+near"),
        ("match: moor", f"match: moor, with: [{{within: 51, {NEAR[1:]}]", 6, "51 is greater than"),
        ("match: moor", f"match: moor, with: [{{same: who, {NEAR[1:]}]", 6, "unknown attribute here who"),
        ("match: moor", f"match: '(?P<who>m)', with: [{{same: who, {NEAR[1:]}]", 6, "unknown named group"),
        ("match: moor", f"match: moor, with: [{{same: text, like: text, {NEAR[1:]}]", 6, "like needs within"),
        ("match: moor", f"match: moor, with: [{{as: x, within: 1, {NEAR[1:]}]", 6, "as is for collections"),
        (
            "match: moor",
            "match: moor, with: [{in: actors, same: text, within: 1}]",
            6,
            "within is for texts",
        ),
        (
            "match: moor",
            "match: moor, with: [{within: 1, text: {match: '(x'}}]",
            6,
            "is not a regular expression",
        ),
        (
            TEXT,
            "  some: {in: legal_bases, with: [{in: legal_bases, same: gateways}]}",
            6,
            "several words at once",
        ),
        (TEXT, "  date: {is: dsa_end, before: '2019-13'}", 6, "'2019-13' is no date"),
        (TEXT, "  date: {is: dsa_end, not_after: 2019-02-29}", 6, "'2019-02-29' is no date"),
        (TEXT, "  date: {is: dsa_end, before: 2019-1}", 6, "'2019-1' is no date"),
        (TEXT, "  date: {is: dsa_end, after: dsa_stat}", 6, "did you mean dsa_start?"),
        ("status: seen}", "status: seen, in_force: {from: 2019-04-31}}", 10, "'2019-04-31' is no date"),
        ("status: seen}", "status: seen, in_force: {until: soon}}", 10, "'soon' is no date"),
        ("remedy: Name", "measured_against: S1\nremedy: Name", 8, "unknown authority of this rule S1"),
        (
            "remedy: Name",
            "measured_against: {by: hit.who, standards: {x: S1}}\nremedy: Name",
            8,
            "unknown attribute who",
        ),
    ],
)
def test_what_is_wrong_and_where(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD
    found = problems(tmp_path, GOOD.replace(old, new))
    assert [p for p in found if p[0] == line and said in p[2]], found


def test_every_problem_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("in: processing", "in: procesing").replace("{hit.text}", "{hot.text}")
    found = problems(tmp_path, text)
    assert [line for line, _, _ in found] == [6, 7]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1", "is not YAML"),
        ("just text", "is not a rule"),
        ("", "is not a rule"),
        ("a: !!python/object/apply:os.system [ls]", "is not plain data"),
        (
            "a: &a [x, x, x, x, x, x, x, x]\n"
            + "".join(
                f"{b}: &{b} [{','.join([f'*{a}'] * 8)}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
            ),
            "contains too much",
        ),
        ("[" * 500, "is nested too deeply"),
        ("a: " + "[" * 200_000, "is nested too deeply"),
        ("a: 0x" + "f" * 5000, "is too large a number"),
        ("\x01", "is not YAML"),
    ],
)
def test_no_rule_at_all(tmp_path: Path, text: str, said: str) -> None:
    assert said in problems(tmp_path, text)[0][2]


def test_conditions_for_other_scopes(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD.replace("severity: warning", "scope: document\nseverity: warning"))
    assert "text is about one agreement" in found[0][2]
    found = problems(tmp_path, GOOD.replace("severity: warning", "scope: corpus\nseverity: warning"))
    assert "must be one group" in found[0][2]


@pytest.mark.parametrize(
    ("scope", "when", "said"),
    [
        ("agreement", "{group: {in: record, by: title}}", "the scope of the rule must be document or corpus"),
        ("document", "{all: [{group: {in: record, by: title}}]}", "group must be the only operator"),
        ("corpus", "{group: {in: parties, by: [organisation, rol]}}", "rol; did you mean role?"),
        ("corpus", "{group: {in: regimes, by: aspect, differ_in: valeu}}", "valeu; did you mean value?"),
        (
            "corpus",
            "{latest: {by: refrence, order: last, when: {printed: [last]}}}",
            "did you mean reference?",
        ),
        ("corpus", "{latest: {by: title, order: lastt, when: {printed: [last]}}}", "did you mean last?"),
        ("corpus", "{latest: {by: title, order: last, when: {some: {in: flags}}}}", "belong to a page"),
        ("agreement", "{some: {in: names, with: [{in: parties, near: organization}]}}", "organisation"),
        ("agreement", "{some: {in: names, with: [{in: parties}]}}", "needs in+same or in+like"),
    ],
)
def test_comparisons_are_checked(tmp_path: Path, scope: str, when: str, said: str) -> None:
    rule = yaml.safe_load(GOOD) | {"scope": scope, "when": yaml.safe_load(when), "message": "None."}
    found = problems(tmp_path, yaml.safe_dump(rule, sort_keys=False, allow_unicode=True))
    assert [message for _, _, message in found if said in message], found


def test_a_runaway_pattern_is_stopped(tmp_path: Path) -> None:
    """Not every slow pattern can be seen in advance; the time bound catches the rest."""
    (tmp_path / "rule.yaml").write_text(GOOD.replace("match: moor", r"match: '(?:a|aa)*[b-d]$'"), "utf-8")
    files = (str(tmp_path / "rule.yaml"),)
    loaded = RuleChoice(files=files).load()
    page = assemble("page", RECORD + "Processing:\n" + "a" * 2000 + "e\nNothing is seconded staff.\n")
    result = check_document(page, loaded.rules, loaded.scanner, "2026-01-01")
    assert len(result.errors) == 1
    assert "took too long" in result.errors[0]
    # Nobody else's rule suffers.
    others = RuleChoice(ignore=("ORG01",), files=files).load()
    alone = check_document(page, others.rules, others.scanner, "2026-01-01")
    assert result.findings == alone.findings
    assert alone.findings


AWKWARD = """
- when:
    all:
      - text: {match: '\\bsame key\\b', negated: false, as: key}
      - text: {match: 're-?identif\\w+', sentence_has: 'not be possible', as: claim}
  message: The same key is used by all, and re-identification is called impossible.
- when:
    all:
      - text: {in: processing, match: '\\btwo teams\\b', list_below: true, as: teams}
      - not:
          count: {in: controllers, at_least: 2, distinct: organisation}
  message: The text counts {teams.count} places.
- when:
    some:
      in: datasets
      as: data
      without:
        - {in: controllers, same: name}
      where: {dataset: {match: 'social care'}}
  message: Of the datasets, {data.name} came from nowhere.
- when:
    clash: {in: processors, by: organisation, differ_in: number, as: one}
  message: One organisation has several numbers.
"""


@pytest.mark.parametrize(
    "case", yaml.safe_load(AWKWARD), ids=["shared-key", "counted-list", "never-obtained", "clash"]
)
def test_awkward_rules_can_be_said(tmp_path: Path, case: dict[str, object]) -> None:
    rule = {**yaml.safe_load(GOOD), **case}
    (tmp_path / "rule.yaml").write_text(yaml.safe_dump(rule, sort_keys=False, allow_unicode=True), "utf-8")
    loaded = RuleChoice(select=("ORG01",), files=(str(tmp_path / "rule.yaml"),)).load()
    page = assemble(
        "page",
        textwrap.dedent(
            """\
            Moor — DARS-NIC-123456-A1B2C
            Opt outs honoured: N
            Legal basis: X
            Data-controller type: MOOR COUNTY COUNCIL
            Datasets:
            - Adult Social Care
            Outputs:
            Re-identification of patients will not be possible by any user.
            Processing:
            Data Processor 1 – Western Vale CSU
            Data Processor 2 – Western Vale CSU
            The same key will be used by all parties.
            Data is accessed by two teams:
            - Analysts
            """
        ),
    )
    result = check_document(page, loaded.rules, loaded.scanner, "2026-01-01")
    assert len(result.findings) == 1


CASES = """\
cases:
  - when: {state: {of: sublicensing, is: empty, as: missing, note: nothing}}
    message: Nothing stands at {missing.text}.
    authority: [S10]
    measured_against: S10
  - when:
      any:
        - {state: {of: sensitive, is: empty, as: missing}}
        - {state: {of: when, is: empty, as: missing}}
    message: Nothing stands at {missing.text}.
    measured_against: {by: missing.key, standards: {sensitive: S3, when: S1}}
authority:
  - {key: S1}
  - {key: S3}
  - {key: S10}
  - {document: Our handbook, status: seen}
"""


def with_cases(cases: str) -> str:
    before, rest = GOOD.split("when:\n")
    return before + "remedy: Name it.\n" + cases + "rationale:" + rest.split("rationale:")[1]


def remarks(tmp_path: Path, body: str) -> list[tuple[str, list[str]]]:
    (tmp_path / "rule.yaml").write_text(with_cases(CASES), "utf-8")
    loaded = RuleChoice(select=("ORG01",), files=(str(tmp_path / "rule.yaml"),)).load()
    page = assemble("page", f"A — DARS-NIC-123456-A1B2C\nLegal basis: X\n{body}")
    result = check_document(page, loaded.rules, loaded.scanner, "2026-01-01")
    return [(f.message, [authority.short for authority in f.authority]) for f in result.findings]


def test_a_case_has_its_own_authority_and_standard(tmp_path: Path) -> None:
    ((message, authorities),) = remarks(
        tmp_path, "When:DSA runs 2018-01-01 — 2019-01-01\nSublicensing allowed:\n"
    )
    assert "(DARS standard 10, Sub-licencing and onward sharing, in force from 2019-07-24)" in message
    assert authorities == ["DARS 10"]


def test_a_younger_agreement_gets_no_remark(tmp_path: Path) -> None:
    ((message, _),) = remarks(tmp_path, "When:DSA runs 2020-01-01 — 2021-01-01\nSublicensing allowed:\n")
    assert message == 'Nothing stands at "Sublicensing allowed".'


def test_each_value_has_its_own_standard(tmp_path: Path) -> None:
    """The standard of a value that is not found is neither remarked on nor shown."""
    ((message, authorities),) = remarks(tmp_path, "When:DSA runs 2018-01-01 — 2019-01-01\nSensitive:\n")
    assert "DARS standard 3" in message
    assert "DARS standard 1" not in message
    assert authorities == ["Our handbook", "DARS 3", "DARS 10"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("authority: [S10]", "authority: [S11]", "unknown authority of this rule S11"),
        ("authority: [S10]", "authority: [S3]", "unknown authority of this case S10"),
        ("sensitive: S3", "sensitive: S5a", "unknown authority of this case S5a"),
        ("sensitive: S3", "sensitiv: S3", "did you mean sensitive?"),
        ("by: missing.key", "by: mising.key", "did you mean missing?"),
    ],
)
def test_what_is_wrong_with_a_case(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in CASES
    found = problems(tmp_path, with_cases(CASES.replace(old, new)))
    at = next(n for n, line in enumerate(with_cases(CASES.replace(old, new)).split("\n"), 1) if new in line)
    assert [p for p in found if said in p[2] and p[0] in (at, at + 1)], found


@pytest.mark.parametrize("date", ["2020", "2020-02", "2020-02-29", "dsa_start", "ccgs_abolished"])
def test_dates_that_a_rule_compares_with(date: str, tmp_path: Path) -> None:
    (tmp_path / "rule.yaml").write_text(
        GOOD.replace(TEXT, f"  date: {{is: dsa_end, before: '{date}', as: hit}}"), "utf-8"
    )
    (rule,) = RuleChoice(files=(str(tmp_path / "rule.yaml"),), builtin=False).load().rules
    assert rule.id == "ORG01"
