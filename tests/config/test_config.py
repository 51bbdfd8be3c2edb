"""The configuration: where it is found, what it changes, and what is said of a wrong one."""

from __future__ import annotations

import json
import os
import re
import textwrap
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import CLEAN, RECORD, ROOT, Cli, put
from hypothesis import given
from hypothesis import strategies as st

from dslint import resources
from dslint.config.find import find_project
from dslint.datafiles.toml_marks import read
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.per_path import severities, with_severity
from dslint.engine.rule import Rule
from dslint.facts.catalogue import COLLECTIONS
from dslint.sources.globs import fits


def found(cli: Cli, *args: str, cwd: Path) -> list[tuple[str, str, str]]:
    """Path, rule and severity of each finding."""
    done = cli("check", "--format", "json", *args, cwd=cwd)
    assert done.returncode in {0, 1}, done.stderr
    return [(f["path"], f["rule"], f["severity"]) for f in json.loads(done.stdout)["findings"]]


# Finding it


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("dslint.toml", 'select = ["OPT03"]\n'),
        (".dslint.toml", 'select = ["OPT03"]\n'),
        ("pyproject.toml", '[project]\nname = "x"\n\n[tool.dslint]\nselect = ["OPT03"]\n'),
    ],
)
@pytest.mark.parametrize("options", [[], ["--format", "json"]])
def test_the_nearest_file_counts(
    cli: Cli, tmp_path: Path, name: str, content: str, options: list[str]
) -> None:
    """With options and on the short way without any."""
    put(tmp_path, name, content)
    put(tmp_path, "sub/folder/page.txt", RECORD)
    done = cli("check", "page.txt", *options, cwd=tmp_path / "sub/folder")
    assert done.returncode == 1
    assert "OPT03" in done.stdout
    assert "TRM01" not in done.stdout
    assert "TRM01" in cli("check", "page.txt", "--isolated", cwd=tmp_path / "sub/folder").stdout


def test_a_pyproject_of_others_does_not_count(tmp_path: Path) -> None:
    put(tmp_path, "dslint.toml", "")
    put(tmp_path, "sub/pyproject.toml", '[tool.other]\nx = "tool.dslint"\n')
    project = find_project(str(tmp_path / "sub"))
    assert project
    assert project.settings == str(tmp_path / "dslint.toml")


def test_the_search_ends_at_the_root_of_a_repository(tmp_path: Path) -> None:
    put(tmp_path, "dslint.toml", "")
    (tmp_path / "work/.git").mkdir(parents=True)
    assert find_project(str(tmp_path / "work")) is None


def test_a_named_file_counts_alone(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "page.txt", RECORD)
    put(tmp_path, "dslint.toml", 'select = ["OPT03"]')
    put(tmp_path, "other/strict.toml", 'select = ["TRM01"]')
    assert {rule for _, rule, _ in found(cli, "--config", "other/strict.toml", cwd=tmp_path)} == {"TRM01"}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("gone.toml", "gone.toml: does not exist"),
        (".", ".: is a folder, not a file"),
        ("", ".: is a folder, not a file"),
        ("link.toml", "link.toml: is a link that leads nowhere"),
        ("page.txt", "page.txt:1:6: is not TOML: expected '=' after a key"),
        ("words.toml", "words.toml:2:3: is not TOML: expected '=' after a key"),
        ("list.yaml", "list.yaml:1:1: must be a mapping (key: value), not a list"),
        ("other/pyproject.toml", "other/pyproject.toml:1:1: has no table [tool.dslint]"),
        ("odd/pyproject.toml", "odd/pyproject.toml:1:1: has no table [tool.dslint]"),
    ],
)
def test_what_is_wrong_with_a_named_file(cli: Cli, tmp_path: Path, path: str, said: str) -> None:
    put(tmp_path, "page.txt", RECORD)
    (tmp_path / "link.toml").symlink_to("nowhere.toml")
    put(tmp_path, "words.toml", "a = 1\n- select: OPT\n")
    put(tmp_path, "list.yaml", "- select: OPT\n")
    put(tmp_path, "other/pyproject.toml", '[project]\nname = "x"\n')
    put(tmp_path, "odd/pyproject.toml", "tool = 1\n")
    for command in (["check", "page.txt"], ["parse", "page.txt"], ["config", "show"]):
        done = cli(*command, "--config", path)
        assert done.returncode == 2, command
        (line,) = done.stderr.splitlines()
        assert line.startswith(said), command


@pytest.mark.parametrize("path", [os.devnull, "empty", "empty.toml", "empty.yaml"])
def test_an_empty_file_sets_nothing(cli: Cli, tmp_path: Path, path: str) -> None:
    put(tmp_path, "page.txt", RECORD)
    put(tmp_path, "dslint.toml", 'select = ["OPT03"]')
    for name in ("empty", "empty.toml", "empty.yaml"):
        put(tmp_path, name, "")
    usual = cli("check", "page.txt", "--isolated")
    shown = cli("check", "page.txt", "--config", path).stdout
    assert re.sub(r" were run, as \S+ says\.", " were run.", shown) == usual.stdout


@pytest.mark.parametrize("name", ["dslint.toml", ".dslint.toml", "dslint-ignore.yaml"])
def test_what_only_has_the_name_of_a_file_is_told(cli: Cli, tmp_path: Path, name: str) -> None:
    """A configuration that cannot be read is never taken for none."""
    put(tmp_path, "sub/page.txt", CLEAN)
    assert cli("check", "page.txt", cwd=tmp_path / "sub").returncode == 0
    (tmp_path / name).symlink_to("nowhere.toml")
    link = cli("check", "page.txt", cwd=tmp_path / "sub")
    assert (link.returncode, link.stderr) == (2, f"../{name}: is a link that leads nowhere\n")
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir()
    folder = cli("check", "page.txt", cwd=tmp_path / "sub")
    assert (folder.returncode, folder.stderr) == (2, f"../{name}: is a folder, not a file\n")
    assert cli("check", "page.txt", "--isolated", cwd=tmp_path / "sub").returncode == 0


# What it changes


def test_the_command_line_goes_before_the_file(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "page.txt", RECORD)
    put(tmp_path, "dslint.toml", 'select = ["OPT03", "TRM01"]\nignore = ["OPT03"]\nfail-on = "error"\n')
    assert [rule for _, rule, _ in found(cli, cwd=tmp_path)] == ["TRM01"]
    assert [rule for _, rule, _ in found(cli, "--ignore", "TRM01", cwd=tmp_path)] == ["OPT03"]
    none = cli("check", "--extend-ignore", "TRM01", "page.txt")  # what is left of the file's selection
    assert (none.returncode, none.stderr.startswith("no rule was run")) == (2, True)
    assert [rule for _, rule, _ in found(cli, "--select", "TRM01", cwd=tmp_path)] == ["TRM01"]
    both = found(cli, "--profile", "strict", cwd=tmp_path)
    assert {"TRM01", "LB03"} & {rule for _, rule, _ in both} == {"TRM01"}
    assert cli("check", "--select", "OPT03", "--ignore", "QLT").returncode == 0
    assert cli("check", "--select", "OPT03", "--ignore", "QLT", "--fail-on", "warning").returncode == 1


def test_extend_select_adds_to_the_profile(cli: Cli, tmp_path: Path, ruleset: RuleSet) -> None:
    usual = {rule.id for rule in RuleChoice().load().rules}
    more = next(rule for rule in ruleset.rules if rule.id not in usual)
    assert {rule.id for rule in RuleChoice(extend=(more.name,)).load().rules} == usual | {more.id}
    put(tmp_path, "page.txt", RECORD)
    put(tmp_path, "dslint.toml", 'select = ["OPT03"]\nextend-select = ["TRM01"]\n')
    assert {rule for _, rule, _ in found(cli, cwd=tmp_path)} == {"OPT03", "TRM01"}


def test_severity_the_narrowest_word_wins(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "page.txt", RECORD)
    put(
        tmp_path,
        "dslint.toml",
        'select = ["OPT03", "TRM01"]\n[severity]\nOPT03 = "error"\nOPT = "info"\nALL = "info"',
    )
    assert [(rule, severity) for _, rule, severity in found(cli, cwd=tmp_path)] == [
        ("OPT03", "error"),
        ("TRM01", "info"),
    ]


def test_severity_by_width() -> None:
    names = [("A01", "one"), ("A02", "two"), ("B01", "three")]
    table = severities(names, [("one", "error"), ("A", "info"), ("ALL", "warning")])
    assert table == {"A01": "error", "A02": "info", "B01": "warning"}


def test_what_is_only_possible_is_never_an_error(ruleset: Any) -> None:
    for rule in ruleset.rules:
        changed: Rule = with_severity(rule, "error")
        for case in changed.cases:
            assert case.severity == ("error" if case.certainty == "certain" else "warning")


def test_settings_for_some_paths(cli: Cli, tmp_path: Path) -> None:
    for path in ("a.txt", "drafts/b.txt", "old/c.txt"):
        put(tmp_path, path, RECORD)
    put(
        tmp_path,
        "dslint.toml",
        """
        select = ["OPT03", "TRM01"]
        [[per-path]]
        paths = ["drafts/"]
        ignore = ["OPT"]
        severity = {TRM01 = "info"}
        [[per-path]]
        paths = ["c.*"]
        select = ["TRM05"]
        """,
    )
    rows = found(cli, cwd=tmp_path)
    assert ("drafts/b.txt", "TRM01", "info") in rows
    assert {rule for path, rule, _ in rows if path == "a.txt"} == {"OPT03", "TRM01"}
    assert {rule for path, rule, _ in rows if path == "drafts/b.txt"} == {"TRM01"}
    assert {rule for path, rule, _ in rows if path == "old/c.txt"} == {"TRM05"}
    asked = found(cli, "--select", "OPT03", cwd=tmp_path)
    assert {path for path, _, _ in asked} == {"a.txt", "old/c.txt"}
    parallel = found(cli, "--jobs", "2", cwd=tmp_path)
    assert parallel == rows
    inside = cli("check", "b.txt", cwd=tmp_path / "drafts")
    assert "OPT03" not in inside.stdout


def test_a_comparison_is_as_severe_as_where_it_is_shown(cli: Cli, tmp_path: Path) -> None:
    for path in ("a.txt", "b.txt"):
        put(tmp_path, path, RECORD)
    settings = 'select = ["XRC02"]\n[[per-path]]\npaths = ["{}"]\nseverity = {{XRC02 = "warning"}}\n'
    for path, severity in (("a.txt", "warning"), ("b.txt", "info")):
        put(tmp_path, "dslint.toml", settings.format(path))
        assert found(cli, cwd=tmp_path) == [("a.txt", "XRC02", severity)]
        assert found(cli, "--jobs", "2", cwd=tmp_path) == [("a.txt", "XRC02", severity)]


@pytest.mark.parametrize(
    ("glob", "fitting", "others"),
    [
        ("*.txt", ["a.txt", "x/y/a.txt"], ["a.md"]),
        ("drafts/", ["drafts/a", "drafts/x/a"], ["a", "x/drafts/a"]),
        ("drafts/*.txt", ["drafts/a.txt"], ["drafts/x/a.txt"]),
        ("**/old/*", ["old/a", "x/y/old/a"], ["old/x/a"]),
        ("drafts/**", ["drafts/x/a"], ["a"]),
        ("a[0-9].txt", ["a1.txt"], ["ab.txt"]),
        ("a[!0-9].txt", ["ab.txt"], ["a1.txt"]),
        ("a[z-a]", [], ["a"]),
        ("./a/b", ["a/b"], ["b"]),
        ("a+b?.txt", ["a+bc.txt"], ["aab.txt"]),
        ("-", ["-"], ["a"]),
    ],
)
def test_globs(glob: str, fitting: list[str], others: list[str]) -> None:
    assert [path for path in fitting if not fits(path, [glob])] == []
    assert [path for path in others if fits(path, [glob])] == []


def test_rules_of_ones_own_lie_beside_the_file(cli: Cli, tmp_path: Path) -> None:
    cli("new", "rule", "ORG01", "moor-is-named", "--into", str(tmp_path / "mine"))
    path = tmp_path / "mine/own/ORG01-moor-is-named.yaml"
    path.write_text(path.read_text("utf-8").replace("words to look for", "text here"), "utf-8")
    put(tmp_path, "dslint.toml", 'rules = ["mine"]')
    put(tmp_path, "sub/page.txt", CLEAN + "Processing:\nThe text here.\n")
    assert ("page.txt", "ORG01", "info") in found(cli, "page.txt", cwd=tmp_path / "sub")
    assert "Name: `moor-is-named`" in cli("explain", "ORG01", cwd=tmp_path / "sub").stdout
    assert "ORG01" in cli("rules", cwd=tmp_path).stdout
    assert "ORG01" not in cli("rules", "--isolated", cwd=tmp_path).stdout


# Words

PAGE = f"""\
{CLEAN}Processing:
Data Processor 1 – Quaynote Limited
The pseudonymised data is stored on a server hosted by Copperfold Cloud Ltd in England.
"""
WORDS = """
[[vocabulary.organisations]]
names = ["Quaynote Limited", "Copperfold Cloud Ltd"]
kind = "company"
source = "their letterhead"
"""


def test_names_of_organisations(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "page.txt", PAGE)
    rules = ["--select", "processor-not-listed"]
    before = found(cli, *rules, cwd=tmp_path)
    assert [path for path, _, _ in before] == ["page.txt"]
    put(tmp_path, "dslint.toml", WORDS)
    assert found(cli, *rules, cwd=tmp_path) == []
    assert found(cli, *rules, "--jobs", "2", ".", cwd=tmp_path) == []
    # The compiled form of the vocabularies, which both runs share, is as it was.
    assert found(cli, *rules, "--isolated", cwd=tmp_path) == before
    assert found(cli, *rules, cwd=tmp_path) == []


def test_words_in_a_file_of_their_own(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "page.txt", CLEAN.replace("Opt outs honoured: Yes", "Opt outs honoured: As agreed"))
    unknown = json.loads(cli("parse", "page.txt", "--format", "json").stdout)["documents"][0]["agreements"][0]
    assert [each["value"] for each in unknown["unknown"]] == ["As agreed"]
    put(
        tmp_path,
        "words.yaml",
        "opt_outs:\n- {text: As agreed, meaning: applied, reason: none, source: we asked}\n",
    )
    put(tmp_path, "dslint.toml", 'vocabularies = ["words.yaml"]')
    known = json.loads(cli("parse", "page.txt", "--format", "json").stdout)["documents"][0]["agreements"][0]
    assert known["unknown"] == []


def test_names_of_datasets(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "page.txt", RECORD + "Datasets:\n- Moor hospital file\n- Our own flow\n")

    def unknown(*args: str) -> int:
        summary = json.loads(cli("check", "page.txt", "--format", "json", *args).stdout)["summary"]
        count: int = summary["unknown"]["datasets"]
        return count

    assert unknown() == 2
    rows = '[[vocabulary.datasets]]\nnames = ["{}", "{}"]\nsource = "we asked"\n'
    put(
        tmp_path,
        "dslint.toml",
        rows.format("Moor hospital file", "HES APC") + rows.format("Our own flow", "OOF"),
    )
    assert unknown() == 0
    assert unknown("--isolated") == 2
    put(tmp_path, "dslint.toml", rows.format("SUS", "HES APC"))
    assert "names what is known to be different: hes apc and sus" in cli("check").stderr


def test_words_for_the_shape_of_inputs(cli: Cli, tmp_path: Path) -> None:
    head = "Moor — DARS-NIC-123456-A1B2C\nType of data: Identifiable\n"
    put(tmp_path, "page.txt", f"{head}Objections upheld: N\n")

    def has_opt_outs() -> bool:
        document = json.loads(cli("parse", "page.txt", "--format", "json").stdout)["documents"][0]
        return "opt_outs" in document["agreements"][0]["fields"]

    assert not has_opt_outs()
    row = '[[vocabulary.labels]]\nlabel = "{}"\nfield = "{}"\nsource = "our pages"\n'
    put(tmp_path, "dslint.toml", row.format("Objections upheld", "opt_outs"))
    assert has_opt_outs()
    put(tmp_path, "dslint.toml", row.format("Purposes", "opt_outs"))
    assert "dslint.toml:2:1: 'Purposes' is a label already, of purposes" in cli("parse", "page.txt").stderr
    put(tmp_path, "dslint.toml", row.format("Objections upheld", "opt_out"))
    assert "dslint.toml:3:9: unknown field opt_out; did you mean opt_outs?" in cli("parse", "page.txt").stderr
    date = 'key = "n3_ends"\ndate = "2021-01"\nwhat = "x"\nstatus = "seen"\nsource = "us"\n'
    put(tmp_path, "dslint.toml", f"[[vocabulary.dates]]\n{date}")
    assert "dslint.toml:2:1: n3_ends is known already" in cli("parse", "page.txt").stderr


# What is said of a wrong one


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("profile = \n", ["dslint.toml:1:11: is not TOML: invalid value"]),
        ('profile = "a"\nprofile = "b"\n', ["dslint.toml:2:14: is not TOML: cannot overwrite a value"]),
        (
            'profil = "strict"\n[severity]\nOPT = "eror"\n',
            [
                "dslint.toml:1:1: unknown key profil; did you mean profile?",
                "dslint.toml:3:7: 'eror' is not one of error, warning, info; did you mean error?",
            ],
        ),
        (
            'select = "OPT"\nfail-on = 3\nignore = ["OPT", 1]\n',
            [
                "dslint.toml:1:10: must be a list, not text",
                "dslint.toml:2:11: 3 is not one of error, warning, info, never",
                "dslint.toml:3:18: must be text, not a number",
            ],
        ),
        (
            'select = [\n  "OPT",\n  "OPTS",\n]\n[severity]\nopt77 = "info"\n',
            [
                "dslint.toml:3:3: there is no rule 'OPTS'; did you mean OPT",
                "dslint.toml:6:1: there is no rule 'opt77'; did you mean OPT07?",
            ],
        ),
        ('as-of = "soon"\n', ["dslint.toml:1:9: 'soon' is not written as in 2026-01-31"]),
        ('as-of = "2026-02-30"\n', ["dslint.toml:1:9: '2026-02-30' is no date"]),
        (
            '[[vocabulary.dates]]\nkey = "a"\ndate = "2019-13"\nwhat = "x"\nstatus = "seen"\nsource = "x"\n',
            ["dslint.toml:3:8: '2019-13' is no date"],
        ),
        (
            '[[vocabulary.dates]]\nkey = "a"\ndate = "May"\nwhat = "x"\nstatus = "seen"\nsource = "x"\n',
            ["dslint.toml:3:8: 'May' does not have the form"],
        ),
        (
            '[[vocabulary.authorities]]\nkey = "A"\ndocument = "x"\nstatus = "seen"\nsource = "x"\n'
            'in_force = {from = "2021-02-29"}\n',
            ["dslint.toml:6:20: '2021-02-29' is no date"],
        ),
        (
            '[[ignores]]\nrule = "OPT"\npath = "a"\nreason = "x"\nuntil = "2026-06-31"\n',
            ["dslint.toml:5:9: '2026-06-31' is no date"],
        ),
        ('rules = ["gone"]\n', ["dslint.toml:1:10: gone does not exist"]),
        ('vocabularies = ["gone.yaml"]\n', ["gone.yaml:1:1: does not exist"]),
        ("a = " + "[" * 5_000 + "]" * 5_000, ["dslint.toml:1:1: is nested too deeply"]),
        ("a." * 5_000 + "b = 1\n", ["dslint.toml:1:1: is nested too deeply"]),
        ("[[per-path]]\nselect = []\n", ["dslint.toml:1:1: lacks paths"]),
        (
            '[[vocabulary.organisations]]\nnames = ["MLCSU", "AGEM CSU"]\nkind = "csu"\nsource = "x"\n',
            ["dslint.toml:2:1: names what is known to be different"],
        ),
        (
            '[[vocabulary.organisations]]\nnames = ["Moor", "MLCSU"]\nkind = "trust"\nsource = "x"\n',
            ["dslint.toml:2:1: 'Moor' is known already, as a csu, not a trust"],
        ),
        (
            '[[vocabulary.sensitivity]]\ntext = "sensitive"\nsensitivity = "non_sensitive"\nsource = "x"\n',
            ["dslint.toml:2:1: 'sensitive' is known already"],
        ),
        ('[[vocabulary.datasets]]\nnames = ["A", "B"]\n', ["dslint.toml:1:1: lacks source"]),
    ],
)
def test_problems_are_named_with_their_place(cli: Cli, tmp_path: Path, content: str, said: list[str]) -> None:
    put(tmp_path, "page.txt", RECORD)
    put(tmp_path, "dslint.toml", content)
    done = cli("check", "page.txt")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == len(said), done.stderr
    for line, start in zip(done.stderr.splitlines(), said, strict=True):
        assert line.startswith(start)
    assert cli("check", "page.txt", "--isolated").returncode == 1


def test_places_in_a_pyproject(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "pyproject.toml", '[project]\nname = "x"\n[tool.dslint]\nprofile = "default"\nselct = []\n')
    assert cli("check").stderr == "pyproject.toml:5:1: unknown key selct; did you mean select?\n"


# Showing it


def test_show_tells_where_each_value_comes_from(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "dslint.toml", 'profile = "strict"\n\nignore = ["QLT"]\n')
    rows = {line.split()[0]: line.split()[1:] for line in cli("config", "show").stdout.splitlines()}
    assert rows["profile"] == ["strict", "dslint.toml:1"]
    assert rows["ignore"] == ["QLT", "dslint.toml:3"]
    assert rows["fail-on"] == ["warning", "default"]
    plain = json.loads(cli("config", "show", "--isolated", "--format", "json").stdout)
    assert plain["profile"] == {"value": "default", "source": "default"}
    assert set(plain) == set(resources.schema("config")["properties"])


# TOML with places

KEYS = st.text("ab-_.é \"'", min_size=1, max_size=4)
VALUES = st.recursive(
    st.booleans() | st.integers(-99, 99) | st.text("a\"'\\#[]{}=,\n é", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def as_toml(value: Any, wide: bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, list):
        gap = "\n  # ] a comment\n" if wide else " "
        return "[" + gap + "".join(f"{as_toml(each, wide)},{gap}" for each in value) + "]"
    return "{" + ", ".join(f"{json.dumps(k)} = {as_toml(v, wide)}" for k, v in value.items()) + "}"


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict):
        return [(path, value)] + [leaf for k, v in value.items() for leaf in leaves(v, (*path, k))]
    if isinstance(value, list):
        return [(path, value)] + [leaf for n, v in enumerate(value) for leaf in leaves(v, (*path, n))]
    return [(path, value)]


@given(st.dictionaries(KEYS, VALUES, max_size=4), st.booleans())
def test_every_value_has_its_place(data: dict[str, Any], wide: bool) -> None:
    """What stands at the place of a value is that value."""
    text = "".join(f"{json.dumps(key)} = {as_toml(value, wide)}  # x\n" for key, value in data.items())
    marked = read("x.toml", text)
    assert marked.data == tomllib.loads(text)
    lines = text.split("\n")
    for path, value in leaves(data):
        if path:
            line, column = marked.marks[path]
            assert "\n".join(lines[line - 1 :])[column - 1 :].startswith(as_toml(value, wide))


def test_places_of_tables() -> None:
    text = textwrap.dedent(
        """\
        a.b = 1
        [t]
        x = '''
        [no] = table
        '''
        "q.r" = ""
        [[list]]
        n = 2001-02-03
        [list.sub]
        deep = [1, [2,
          3]]
        [[list.more]]
        [[list]]
        s = \"\"\"a \\\" \"\"\" # y
        n = 1
        """
    )
    marks = read("x", text).marks
    assert marks["a", "b"] == (1, 7)
    assert marks["t", "x"] == (3, 5)
    assert marks["t", "q.r"] == (6, 9)
    assert marks["list", 0] == (7, 1)
    assert marks["list", 0, "n"] == (8, 5)
    assert marks["list", 0, "sub", "deep", 1, 1] == (11, 3)
    assert marks["list", 1] == (13, 1)
    assert marks["list", 1, "n"] == (15, 5)
    assert read("x", text).data["list"][0]["n"] == "2001-02-03"


# One source of truth


def test_the_schema_knows_the_words_of_the_program() -> None:
    from dslint.cli.options import FAIL_ON, PROFILES
    from dslint.config.settings import DEFAULTS
    from dslint.reporters.formats import FORMATS

    properties = resources.schema("config")["properties"]
    assert set(properties) == set(DEFAULTS)
    assert properties["profile"]["enum"] == list(PROFILES)
    assert properties["fail-on"]["enum"] == list(FAIL_ON)
    assert properties["format"]["enum"] == list(FORMATS)


def test_the_schema_knows_the_words_of_the_vocabularies() -> None:
    rows = resources.schema("vocabulary")["properties"]
    for vocabulary, collection in (
        ("organisations", "controllers"),
        ("opt_outs", "opt_outs"),
        ("types_of_data", "types_of_data"),
        ("sensitivity", "sensitivity"),
        ("access", "access_methods"),
    ):
        columns = rows[vocabulary]["items"]["properties"]
        words = {key: tuple(value["enum"]) for key, value in columns.items() if "enum" in value}
        assert words, vocabulary
        assert words == {key: COLLECTIONS[collection][key] for key in words}, vocabulary


def test_the_documentation_names_every_setting() -> None:
    text = (ROOT / "docs/configuration.md").read_text("utf-8")
    for key in resources.schema("config")["properties"]:
        assert f"`{key}`" in text, key
