"""Kept results: nothing that is cut, changed, forged or laid there by others turns findings into none."""

from __future__ import annotations

import os
import random
import stat
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import RECORD

from dslint import cache
from dslint.engine import checked, kept_results
from dslint.engine.checked import Checked, check_input, known_input
from dslint.session import Session
from dslint.shapes import dump
from dslint.sources import Input

AS_OF = "2026-11-22"
MOOR = Input("moor.txt", content=RECORD.encode())
FELL = Input("fell.txt", content=RECORD.replace("N, Y", "Y").replace("Moor", "Fell").encode())
OTHER_USER = 12345
posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folder of a user from others")
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file to another user"
)


class Kept:
    """What a first run kept of two inputs, and what a second one finds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.session = Session(profile="strict", cache=True)
        self.found = self.check(MOOR)
        self.check(FELL)
        assert self.found.result and self.found.result.findings

    def check(self, given: Input) -> Checked:
        return check_input(given, self.session.rule_set, AS_OF)

    def known(self, given: Input = MOOR) -> Checked | None:
        return known_input(given, self.session.rule_set, AS_OF)

    def path(self, given: Input = MOOR) -> Path:
        slot = kept_results.slot_of(given, self.session.rule_set, AS_OF)
        assert slot
        return self.folder / slot.digest[:2] / f"{slot.digest}.kept"

    def forge(self, body: bytes, given: Input = MOOR) -> None:
        """Write something with the right seal, as whoever can run programs of this user could."""
        path = self.path(given)
        path.write_bytes(cache._header(body, path.stem) + body)

    def is_checked_anew(self) -> bool:
        """Whether what is kept is passed over; then the findings are there, and are kept again."""
        passed_over = self.known() is None
        assert self.check(MOOR) == self.found
        return passed_over and self.known() == self.found


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("DSLINT_CACHE_DIR", str(tmp_path / "base"))
    return Kept(tmp_path / "base" / cache.RESULTS)


def test_what_is_kept_is_what_was_found(kept: Kept) -> None:
    assert kept.known() == kept.found
    assert stat.S_IMODE(kept.path().stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.path().parent.stat().st_mode) == 0o700


def test_every_cut_is_seen(kept: Kept) -> None:
    whole = kept.path().read_bytes()
    for length in (
        0,
        1,
        cache._HEADER - 1,
        cache._HEADER,
        cache._HEADER + 1,
        len(whole) // 2,
        len(whole) - 1,
    ):
        kept.path().write_bytes(whole[:length])
        assert kept.known() is None
    kept.path().write_bytes(whole + b"\0")
    assert kept.is_checked_anew()


def test_every_changed_byte_is_seen(kept: Kept) -> None:
    whole = kept.path().read_bytes()
    chance = random.Random(2026)
    for place in [*range(cache._HEADER), *(chance.randrange(len(whole)) for _ in range(200))]:
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        kept.path().write_bytes(changed)
        assert kept.known() is None
    assert kept.is_checked_anew()


def test_the_result_of_another_input_is_not_believed(kept: Kept) -> None:
    """A copy under another name: a page without findings stands for one that has some."""
    kept.path().write_bytes(kept.path(FELL).read_bytes())
    assert kept.is_checked_anew()


def test_a_sealed_result_of_another_input_is_not_believed(kept: Kept) -> None:
    kept.forge(kept.path(FELL).read_bytes()[cache._HEADER :])
    assert kept.is_checked_anew()


def _nothing(data: Any) -> Any:
    return []


def _without_evidence(data: Any) -> Any:
    data[0][0][5][0][10] = []
    return data


def _of_no_rule(data: Any) -> Any:
    data[0][0][5][0][0] = "NONE01"
    return data


def _of_no_case(data: Any) -> Any:
    data[0][0][5][0][13] = 99
    return data


def _of_no_severity(data: Any) -> Any:
    data[0][0][5][0][2] = "none"
    return data


def _true_for_one(data: Any) -> Any:
    data[0][0][2] = True
    return data


def _a_word_for_lines(data: Any) -> Any:
    data[0][1] = {"moor.txt": {"one": "x"}}
    return data


def _one_value_less(data: Any) -> Any:
    data[0][0].pop()
    return data


def _a_table_for_findings(data: Any) -> Any:
    data[0][0][5] = {}
    return data


def _shared_by_none(data: Any) -> Any:
    data[1] = []
    return data


def _shared_by_fewer(data: Any) -> Any:
    data[2].pop()
    return data


WRONG: list[Callable[[Any], Any]] = [
    _nothing, _without_evidence, _of_no_rule, _of_no_case, _of_no_severity, _true_for_one, _a_word_for_lines,
    _one_value_less, _a_table_for_findings, _shared_by_none, _shared_by_fewer,
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=lambda each: each.__name__.strip("_"))
def test_what_no_run_can_have_kept_is_not_believed(kept: Kept, wrong: Callable[[Any], Any]) -> None:
    import json

    data = json.loads(zlib.decompress(kept.path().read_bytes()[cache._HEADER :]))
    kept.forge(zlib.compress(dump(data)))
    assert kept.known() == kept.found  # the same data, written by hand
    kept.forge(zlib.compress(dump(wrong(data))))
    assert kept.is_checked_anew()


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"\x80\x04N.", zlib.compress(b""), zlib.compress(b"null"), zlib.compress(b"[" * 200_000),
     zlib.compress(b"[1") + b"more", zlib.compress(b"x" * 100)[:-3]],
)  # fmt: skip
def test_what_is_no_result_at_all_is_not_believed(kept: Kept, body: bytes) -> None:
    kept.forge(body)
    assert kept.is_checked_anew()


def test_a_result_that_unpacks_without_end_is_given_up(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_results, "_MOST", 1000)
    kept.forge(zlib.compress(b"[" + b" " * 1_000_000 + b"]"))
    assert kept.known() is None


@posix
@pytest.mark.parametrize("mode", [0o666, 0o660, 0o602, 0o644])
def test_a_file_that_others_may_use_is_not_believed(kept: Kept, mode: int) -> None:
    kept.path().chmod(mode)
    assert kept.is_checked_anew()


@posix
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o755, 0o702])
def test_a_folder_that_others_may_use_is_not_believed(kept: Kept, mode: int) -> None:
    for folder in (kept.path().parent, kept.folder):
        folder.chmod(mode)
        session = Session(profile="strict", cache=True)
        assert known_input(MOOR, session.rule_set, AS_OF) is None
        assert check_input(MOOR, session.rule_set, AS_OF) == kept.found
        folder.chmod(0o700)


@as_root
@pytest.mark.parametrize("whose", ["file", "part", "folder"])
def test_another_users_results_are_not_believed(kept: Kept, whose: str) -> None:
    path = {"file": kept.path(), "part": kept.path().parent, "folder": kept.folder}[whose]
    os.chown(path, OTHER_USER, OTHER_USER)
    session = Session(profile="strict", cache=True)
    assert known_input(MOOR, session.rule_set, AS_OF) is None
    assert check_input(MOOR, session.rule_set, AS_OF) == kept.found


@posix
def test_links_are_not_followed(kept: Kept, tmp_path: Path) -> None:
    whole = kept.path().read_bytes()
    target = tmp_path / "target"
    target.write_bytes(whole)
    target.chmod(0o600)
    kept.path().unlink()
    kept.path().symlink_to(target)
    assert kept.known() is None
    kept.path().unlink()
    os.link(target, kept.path())
    assert kept.known() is None
    part = kept.path().parent
    kept.path().unlink()
    part.rename(tmp_path / "elsewhere")
    part.symlink_to(tmp_path / "elsewhere")
    session = Session(profile="strict", cache=True)
    check_input(MOOR, session.rule_set, AS_OF)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_is_kept_is_bounded(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    store = cache.Results.open()
    assert store
    monkeypatch.setattr(cache, "MOST_RESULTS", 256 * 1000)
    part = kept.folder / "00"
    part.mkdir(mode=0o700)
    (part / "mine.txt").write_text("x" * 2000)
    (part / f"{'0' * 64}.kept").write_text("a name of ours, but not our first line")
    names = [f"00{number:062}" for number in range(1, 101)]
    for age, name in enumerate(names):
        store.keep(name, b"x" * 100)
        if (part / f"{name}.kept").exists():
            os.utime(part / f"{name}.kept", (age, age))
    kept_there = [path.stem for path in sorted(part.glob("*.kept")) if path.stem in names]
    assert 5 <= len(kept_there) <= 7 + cache._LOOK
    assert names[-1] in kept_there and names[0] not in kept_there
    assert {"mine.txt", f"{'0' * 64}.kept"} <= {path.name for path in part.iterdir()}
    store.keep(f"00{'f' * 62}", b"x" * 1001)
    assert store.load(f"00{'f' * 62}") is None


def test_cleaning_deletes_nothing_of_others(kept: Kept) -> None:
    mine = [
        kept.folder / "notes.txt",
        kept.folder / f"{'a' * 64}.kept",
        kept.path().with_name("notes.txt"),
        kept.path().with_name(f"{'a' * 64}.kept"),
        kept.folder.parent / "page.kept",
    ]
    for path in mine:
        path.write_text("mine")
        path.chmod(0o600)
    number, size = cache.clean()
    assert number >= 2 and size > 0
    assert all(path.read_text() == "mine" for path in mine)
    assert not kept.path().exists()
    assert kept.is_checked_anew()


def test_a_repository_brings_no_results_along(kept: Kept, tmp_path: Path, monkeypatch: Any) -> None:
    """The whole folder of a user, taken over into a checkout that names it for its cache."""
    clone = tmp_path / "clone"
    (clone / ".git").mkdir(parents=True)
    kept.folder.parent.rename(clone / "base")
    monkeypatch.setenv("DSLINT_CACHE_DIR", str(clone / "base"))
    assert cache.Results.open() is None
    monkeypatch.setenv("DSLINT_CACHE_DIR", "base")
    assert cache.Results.open() is None


def test_a_full_disk_costs_time_only(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clean()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert kept.check(MOOR) == kept.found
    assert cache.kept_files() == []


def test_checking_does_not_change_what_was_kept(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run does with results later is not kept."""
    report = kept.session.report([kept.check(MOOR)])
    assert report.findings
    monkeypatch.setattr(checked, "_checked", lambda *_: pytest.fail("it was kept"))
    assert kept.check(MOOR) == kept.found
