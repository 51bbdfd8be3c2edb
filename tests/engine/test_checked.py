"""Whatever happens to one input is said of it, and the others are checked."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import AS_OF, RECORD
from workbooks import workbook

from dslint.assembler import shard_input
from dslint.engine import checked, decisive
from dslint.engine.alike import Alike
from dslint.engine.checked import check_input
from dslint.engine.decisive import RulesDigest, rules_digest
from dslint.engine.engine import Engine
from dslint.engine.executor import ExecutorError, SerialExecutor
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.pages import check_some, framed, joined
from dslint.session import Session
from dslint.sources import Input, Unreadable
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN


@pytest.fixture(scope="module")
def loaded() -> RuleSet:
    return RuleChoice(select=("OPT03", "TRM01")).load()


def test_what_is_found_comes_with_its_lines(loaded: RuleSet) -> None:
    done = check_input(Input("a.txt", content=RECORD.encode()), loaded, AS_OF)
    assert (done.error, done.is_kept) == (None, False)
    assert done.result
    assert [finding.rule for finding in done.result.findings] == ["OPT03", "TRM01"]
    text = RECORD.split("\n")
    assert done.lines == {"a.txt": {3: text[2], 5: text[4]}}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Unreadable("is odd"), "is odd"),
        (MemoryError(), "is too much to take in: MemoryError"),
        (RecursionError(), "is too much to take in: RecursionError"),
        (OSError(24, "Too many open files"), "could not be checked: Too many open files"),
        (OSError("odd"), "could not be checked: odd"),
        (ValueError("a fault"), "could not be checked: "),
    ],
)
def test_what_an_input_may_cause(
    loaded: RuleSet, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(checked, "read_input", fails)
    done = check_input(Input("a.txt", content=b""), loaded, AS_OF)
    assert (done.result, done.lines) == (None, {})
    assert done.error
    assert done.error.path == "a.txt"
    assert done.error.message.startswith(said)


def test_an_input_that_nobody_could_open(loaded: RuleSet, tmp_path: Path) -> None:
    told = check_input(Input("a.txt", problem="is a loop", content=RECORD.encode()), loaded, AS_OF)
    assert told.error
    assert told.error.message == "is a loop"
    gone = check_input(Input(str(tmp_path / "gone.txt")), loaded, AS_OF)
    assert gone.error
    assert gone.result is None


def test_pages_that_are_checked_apart_come_to_the_same(loaded: RuleSet) -> None:
    head = ("Reference Number", "Application Title", "Organisation", "DSA Start Date", "DSA End Date")
    rows = [
        (f"DARS-NIC-10000{number}-A1B2C", "Falls", name, "2023-04-01", end)
        for number, (name, end) in enumerate(
            (("MOOR", "2022-03-31"), ("FELL", "2026-03-31"), ("TARN", "2021-03-31"))
        )
    ]
    content = workbook(
        {"Agreements": [(*head, "Objective for Processing"), *((*row, "To.") for row in rows)]}
    )
    whole = check_input(Input("a.xlsx", content=content), loaded, AS_OF)
    sharded = shard_input("a.xlsx", understand("a.xlsx", content, BUILT_IN), BUILT_IN)
    numbers, plan = range(len(sharded.sizes)), loaded.plan("a.xlsx")
    found = [one for number in numbers for one in check_some(sharded, [number], plan, loaded.scanner, AS_OF)]
    assert len(found) == len(numbers) == 3
    assert [len(one.part.findings) for one in found] == [1, 0, 1]
    result, lines = joined(framed(sharded, found, plan, loaded.scanner, AS_OF), found)
    assert whole.result
    assert sorted(result.findings) == sorted(whole.result.findings)
    assert len(result.findings) == 2
    assert (lines, result.characters) == (whole.lines, whole.result.characters)


def test_equal_texts_of_results_are_in_memory_once(loaded: RuleSet) -> None:
    one, other = (
        check_input(Input(name, content=RECORD.encode()), loaded, AS_OF) for name in ("a.txt", "b.txt")
    )
    assert one.result
    assert other.result
    alike = Alike()
    alike.make(one.result, one.lines)
    alike.make(other.result, other.lines)
    again = check_input(Input("b.txt", content=RECORD.encode()), loaded, AS_OF)
    assert (other.result.findings, other.lines) == (again.result and again.result.findings, again.lines)
    for mine, theirs in zip(one.result.findings, other.result.findings, strict=True):
        assert mine.message is theirs.message
        assert mine.remedy is theirs.remedy
        assert mine.evidence[0].text is theirs.evidence[0].text
    assert one.lines["a.txt"][3] is other.lines["b.txt"][3]


def test_what_results_are_kept_by() -> None:
    opt, term = (RuleChoice(select=(rule,)).load() for rule in ("OPT03", "TRM06"))
    assert rules_digest(opt.rules, BUILT_IN, False) == rules_digest(opt.rules, BUILT_IN, False)
    assert (
        rules_digest(opt.rules, BUILT_IN, False).of_rules
        != rules_digest(term.rules, BUILT_IN, False).of_rules
    )
    assert rules_digest(opt.rules, BUILT_IN, False) != rules_digest(opt.rules, BUILT_IN, True)
    assert RulesDigest("x", False).on("") == "x "
    assert (
        RulesDigest("x", False).on("2026-01-01") == RulesDigest("x", True).on("2026-01-01") == "x 2026-01-01"
    )
    assert len(RulesDigest("x", True).on("")) == len("x 2026-01-01")


def test_another_version_of_a_library_may_find_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def digest() -> str:
        decisive._program.cache_clear()
        return rules_digest([], BUILT_IN, False).of_rules

    library = tmp_path / "library.py"
    before = digest()
    monkeypatch.setattr(decisive, "find_spec", lambda name: SimpleNamespace(origin=str(library)))
    gone = digest()
    library.write_text("old", "utf-8")
    old = digest()
    library.write_text("newer", "utf-8")
    assert len({before, gone, old, digest()}) == 4
    monkeypatch.undo()
    assert digest() == before


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        (Engine(), None),
        (Engine("serial"), None),
        (Engine("fast"), "there is no engine fast; there are serial, processes, dask"),
        (Engine("processes", scheduler="tcp://x", parts="p"), "a scheduler is for the engine dask"),
        (Engine("dask", scheduler="tcp://x"), "a scheduler needs --parts"),
        (Engine("dask", scheduler="tcp://x", parts="p"), None),
        (Engine(resumes=True), "--resume needs --parts"),
        (Engine(parts="p", resumes=True), None),
    ],
)
def test_engines_that_mean_nothing(engine: Engine, said: str | None) -> None:
    complaint = engine.complaint()
    assert complaint is None if said is None else (complaint or "").startswith(said)
    assert engine.in_parts is (engine.name == "dask" or engine.parts is not None)
    if said:
        with pytest.raises(ValueError, match=r".") as caught:
            Session(select=["OPT03"]).check({"a.txt": RECORD}, engine=engine)
        assert str(caught.value) == complaint


@pytest.mark.parametrize(
    ("name", "jobs", "is_serial"),
    [("serial", 4, True), (None, 1, True), (None, 2, False), ("processes", 2, False)],
)
def test_which_executor_a_run_has(name: str | None, jobs: int, is_serial: bool) -> None:
    with Engine(name).executor(jobs) as executor:
        assert isinstance(executor, SerialExecutor) is is_serial


def test_an_engine_without_its_extra_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "dslint.engine.on_dask", None)
    with pytest.raises(ExecutorError, match="needs the extra cluster"), Engine("dask").executor(1):
        pass
