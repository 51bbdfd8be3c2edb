"""What is kept between runs: nobody else can decide what is in it, and nobody else's files are touched."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import RECORD

from dslint import cache, compiled

DIGEST = "0123456789abcdef" * 2
OTHER = "f" * 32
OTHER_USER = 12345

posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folder of a user from others")
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file to another user"
)


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that a user names for kept data; the current folder is another one."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("DSLINT_CACHE_DIR", str(tmp_path / "base"))
    return tmp_path / "base"


def kept(base: Path, digest: str = DIGEST) -> Path:
    return base / cache.FOLDER / f"{digest}.kept"


def written_by_hand(path: Path, content: bytes, mode: int = 0o600) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    path.write_bytes(content)
    path.chmod(mode)


def sealed(data: Any) -> bytes:
    """A file with the right first line, whatever is in it."""
    body = data if isinstance(data, bytes) else cache.packed(data)
    return cache._header(body) + body


def test_what_is_kept_comes_back(base: Path) -> None:
    assert cache.load(DIGEST) is None
    cache.keep(DIGEST, {"a": ["\u0100", 1, None]})
    assert cache.load(DIGEST) == {"a": ["\u0100", 1, None]}
    assert cache.load(OTHER) is None


@posix
def test_only_the_user_can_read_and_write_it(base: Path) -> None:
    cache.keep(DIGEST, {})
    assert stat.S_IMODE(kept(base).stat().st_mode) == 0o600
    assert stat.S_IMODE(kept(base).parent.stat().st_mode) == 0o700


def test_the_last_few_files_stay(base: Path) -> None:
    """Two checkouts on one machine do not drop what the other one needs at its next start."""
    names = [f"{number:032x}" for number in range(cache.MOST_VERSIONS + 2)]
    for hour, name in enumerate(names):
        cache.keep(name, [hour])
        used = time.time() - 3600 * (len(names) - hour)
        os.utime(kept(base, name), (used, used))
    assert sorted(os.listdir(base / cache.FOLDER)) == [
        f"{name}.kept" for name in names[-cache.MOST_VERSIONS :]
    ]


def test_a_file_that_is_used_stays(base: Path) -> None:
    long_ago = time.time() - 14 * 86_400
    for number in range(cache.MOST_VERSIONS):
        cache.keep(f"{number:032x}", [number])
        os.utime(kept(base, f"{number:032x}"), (long_ago + number, long_ago + number))
    assert cache.load(f"{0:032x}") == [0]
    cache.keep(DIGEST, [1])
    assert cache.load(f"{0:032x}") == [0]
    assert cache.load(f"{1:032x}") is None


@pytest.mark.parametrize(
    "name",
    [
        "data-2021.json",
        "data-0123456789abcdef0123456789abcdef.json",
        "compiled/data-2021.json",
        "compiled/register.kept",
        f"compiled/{'a' * 32}.kept",  # a name of ours, but not our first line
        f"compiled/{'a' * 32}.kept.new",
        "compiled/notes.txt",
    ],
)
def test_other_peoples_files_stay(base: Path, name: str) -> None:
    written_by_hand(base / name, b'{"mine": true}\n')
    cache.keep(DIGEST, {})
    cache.keep(OTHER, {})
    assert (base / name).read_bytes() == b'{"mine": true}\n'


def test_the_current_folder_is_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data-2021.json").write_text("mine", "utf-8")
    monkeypatch.chdir(tmp_path)
    for named in (".", "cache", "./cache", str(tmp_path), str(tmp_path / "cache")):
        monkeypatch.setenv("DSLINT_CACHE_DIR", named)
        cache.keep(DIGEST, {})
        assert cache.load(DIGEST) is None
    assert [path.name for path in tmp_path.iterdir()] == ["data-2021.json"]


@pytest.mark.parametrize("variable", ["XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"])
def test_a_relative_folder_is_never_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name in ("DSLINT_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, ".")
    monkeypatch.chdir(tmp_path)
    cache.keep(DIGEST, {})
    assert cache.load(DIGEST) is None
    assert list(tmp_path.iterdir()) == []


def test_a_work_tree_is_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository can bring a file along; its owner is then the user who cloned it."""
    clone = tmp_path / "clone"
    (clone / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DSLINT_CACHE_DIR", str(clone / ".cache"))
    written_by_hand(clone / ".cache" / cache.FOLDER / f"{DIGEST}.kept", sealed({"poison": 1}))
    assert cache.load(DIGEST) is None
    cache.keep(OTHER, {})
    assert os.listdir(clone / ".cache" / cache.FOLDER) == [f"{DIGEST}.kept"]


def test_a_link_into_a_work_tree_is_never_used(base: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    (clone / ".git").mkdir(parents=True)
    written_by_hand(clone / cache.FOLDER / f"{DIGEST}.kept", sealed({"poison": 1}))
    base.symlink_to(clone)
    assert cache.load(DIGEST) is None


def test_the_home_of_the_user_may_be_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_home", lambda: os.path.realpath(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DSLINT_CACHE_DIR", str(tmp_path / ".cache"))
    cache.keep(DIGEST, [1])
    assert cache.load(DIGEST) == [1]


def test_no_home_no_kept_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shared temporary folder is no stand-in: the first who comes owns what is in it."""
    for name in ("DSLINT_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # where there is none
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    cache.keep(DIGEST, {})
    assert cache.load(DIGEST) is None
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_folder_that_everybody_shares_is_never_used(base: Path) -> None:
    base.mkdir()
    base.chmod(0o1777)
    cache.keep(DIGEST, {})
    assert list(base.iterdir()) == []


@posix
@pytest.mark.parametrize("mode", [0o666, 0o660, 0o602, 0o644])
def test_a_file_that_others_may_use_is_not_believed(base: Path, mode: int) -> None:
    written_by_hand(kept(base), sealed({"poison": 1}), mode)
    assert cache.load(DIGEST) is None
    cache.keep(DIGEST, [1])
    assert cache.load(DIGEST) == [1]


@posix
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o755, 0o702])
def test_a_folder_that_others_may_use_is_not_believed(base: Path, mode: int) -> None:
    cache.keep(DIGEST, [1])
    kept(base).parent.chmod(mode)
    assert cache.load(DIGEST) is None


@as_root
@pytest.mark.parametrize("whose", ["file", "folder"])
def test_another_users_data_are_not_believed(base: Path, whose: str) -> None:
    cache.keep(DIGEST, {"poison": 1})
    path = kept(base) if whose == "file" else kept(base).parent
    os.chown(path, OTHER_USER, OTHER_USER)
    assert cache.load(DIGEST) is None
    cache.keep(OTHER, {})
    assert kept(base).exists()  # another user's file is not ours to delete


def test_links_pipes_and_folders_are_not_read(base: Path, tmp_path: Path) -> None:
    cache.keep(DIGEST, [1])
    target = tmp_path / "target"
    written_by_hand(target, sealed({"poison": 1}))
    kept(base).unlink()
    kept(base).symlink_to(target)
    assert cache.load(DIGEST) is None
    kept(base).unlink()
    os.link(target, kept(base))
    assert cache.load(DIGEST) is None
    kept(base).unlink()
    kept(base).mkdir()
    assert cache.load(DIGEST) is None
    cache.keep(DIGEST, [1])  # cannot be written; leaves nothing
    assert os.listdir(base / cache.FOLDER) == [f"{DIGEST}.kept"]
    kept(base).rmdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(kept(base), 0o600)
        assert cache.load(DIGEST) is None
        kept(base).unlink()
        kept(base).symlink_to("/dev/zero")
        assert cache.load(DIGEST) is None


def test_a_huge_file_is_not_read(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.keep(DIGEST, ["x" * 1000])
    monkeypatch.setattr(cache, "LARGEST", 500)
    assert cache.load(DIGEST) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\xff\xfe",
        sealed(b"{"),
        sealed(b"[\1\0\0\0" * 100_000),
        sealed(b"[\xff\xff\xff\x7f"),
        sealed({"a": 1})[:-1],
    ],
)
def test_what_is_cut_or_broken_is_not_believed(base: Path, content: bytes) -> None:
    written_by_hand(kept(base), content)
    assert cache.load(DIGEST) is None
    cache.keep(DIGEST, [1])
    assert cache.load(DIGEST) == [1]


def test_a_full_disk_leaves_nothing(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    for _ in range(3):
        cache.keep(DIGEST, [1])
    assert os.listdir(base / cache.FOLDER) == []


def test_a_writer_that_was_killed_leaves_one_file_which_goes(base: Path) -> None:
    cache.keep(OTHER, [1])
    new = kept(base).with_name(f"{DIGEST}.kept.new")
    written_by_hand(new, b"dslint-kept-1 cut")
    cache.keep(DIGEST, [1])  # somebody may still be writing it
    assert sorted(os.listdir(base / cache.FOLDER)) == sorted([new.name, f"{OTHER}.kept"])
    long_ago = time.time() - 3600
    os.utime(new, (long_ago, long_ago))
    cache.keep(DIGEST, [1])
    assert sorted(os.listdir(base / cache.FOLDER)) == sorted([f"{DIGEST}.kept", f"{OTHER}.kept"])


@pytest.fixture
def fresh() -> Any:
    """Compiled data are read anew in the test, and after it."""
    compiled._compiled.cache_clear()
    yield
    compiled._compiled.cache_clear()


@pytest.mark.parametrize(
    "poison",
    [
        [],
        {},
        None,
        1,
        {"vocabulary": {}, "rules": [], "patterns": {}, "codes": {}},
        "one rule left",
        "rules are words",
        "a vocabulary is missing",
    ],
)
def test_a_wrong_shape_is_compiled_anew(
    base: Path, monkeypatch: pytest.MonkeyPatch, fresh: None, poison: Any
) -> None:
    whole = compiled._compiled()[1]
    if poison == "one rule left":
        poison = {**whole, "rules": whole["rules"][:1]}
    elif poison == "rules are words":
        poison = {**whole, "rules": ["x" for _ in whole["rules"]]}
    elif poison == "a vocabulary is missing":
        poison = {**whole, "vocabulary": dict(list(whole["vocabulary"].items())[1:])}
    (path,) = (base / cache.FOLDER).iterdir()
    written_by_hand(path, sealed(poison))
    compiled._compiled.cache_clear()
    assert compiled._compiled()[1] == whole
    compiled._compiled.cache_clear()
    monkeypatch.setattr(compiled, "_compile", lambda _: pytest.fail("the good form was not kept"))
    assert compiled._compiled()[1] == whole


def test_nothing_of_a_checkout_silences_a_run(cli: Any, tmp_path: Path, monkeypatch: Any) -> None:
    """The whole way: a repository that brings kept data for the run that checks it."""
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    monkeypatch.delenv("DSLINT_CACHE_DIR", raising=False)
    first = cli("check", "page.txt")
    assert first.returncode == 1
    assert not (tmp_path / ".cache").exists()
