"""Inputs with addresses: listed without being loaded, and only where somebody names them on purpose."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import AS_OF, CLEAN, RECORD, ROOT, SEEDS, Cli, execute, put
from editions import RELEASES_2021

import dslint
from dslint.engine.engine import Engine
from dslint.sources import Input, addresses, collect, loaded_input

fsspec = pytest.importorskip("fsspec", reason="the extra cluster is not installed")
SHEET = "\n".join(",".join(f'"{cell}"' for cell in row) for row in RELEASES_2021)
DRAFT = "agreement:\n  title: Moor\n"


@pytest.fixture
def memory() -> Iterator[Any]:
    """Files of this process at addresses."""
    files = fsspec.filesystem("memory")
    yield files
    for name in list(files.store):
        del files.store[name]


def fill(files: Any) -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        files.pipe_file(f"/pages/{path.name}", path.read_bytes())
    for name, text in {
        "/pages/.hidden/page.txt": RECORD,
        "/pages/~$draft.docx": "",
        "/pages/notes.rtf": "{\\rtf1}",
        "/pages/deep/er/page.txt": CLEAN,
        "/pages/draft.yaml": DRAFT,
        "/pages/other.yaml": "jobs: []\n",
        "/pages/sheets/one.csv": SHEET,
        "/pages/sheets/two.csv": SHEET,
        "/pages/picture.png": "",
    }.items():
        files.pipe_file(name, text.encode())


def test_a_folder_is_listed_and_nothing_of_a_page_is_loaded(memory: Any, monkeypatch: Any) -> None:
    fill(memory)
    loaded = []
    load = memory.cat_file
    monkeypatch.setattr(memory, "cat_file", lambda path, **k: loaded.append(path) or load(path, **k))
    found = collect(["memory://pages"])
    assert [each.path for each in found if each.path.endswith("page.txt")] == [
        "memory://pages/deep/er/page.txt"
    ]
    assert [(each.path, len(each.parts)) for each in found if each.parts] == [("memory://pages/sheets", 2)]
    assert [each.path for each in found if each.is_passed_over] == ["memory://pages/notes.rtf"]
    assert len(found) == 5 + 4
    assert all(each.is_remote and each.size for each in found)
    assert sorted(loaded) == ["/pages/draft.yaml", "/pages/other.yaml"]  # which may be no drafts


@pytest.mark.parametrize(
    ("address", "number"),
    [("memory://pages/*.txt", 5), ("memory://pages/**/page.txt", 2), ("memory://pages/draft.yaml", 1)],
)
def test_a_file_or_wildcards_are_named(memory: Any, address: str, number: int) -> None:
    fill(memory)
    assert len(collect([address])) == number


@pytest.mark.parametrize("engine", [Engine(), Engine("serial", parts="memory://parts")])
def test_what_is_found_is_what_is_found_in_files(memory: Any, tmp_path: Path, engine: Engine) -> None:
    fill(memory)
    for name in memory.find("/pages"):
        put(tmp_path, name.removeprefix("/"), memory.cat_file(name))
    here = dslint.check(tmp_path / "pages", as_of=AS_OF)
    there = dslint.check("memory://pages", as_of=AS_OF, engine=engine)

    def found(report: Any, top: str) -> list[tuple[Any, ...]]:
        return [
            (
                each.rule,
                each.message,
                each.primary.path.removeprefix(top),
                each.primary.at[:2],
                each.fingerprint,
            )
            for each in report.findings
        ]

    assert len(here.findings) > 100
    assert found(there, "memory://") == found(here, f"{tmp_path}/")
    assert [str(each).removeprefix("memory://") for each in there.errors] == [
        str(each).removeprefix(f"{tmp_path}/") for each in here.errors
    ]


def test_a_file_of_this_machine(tmp_path: Path) -> None:
    page = put(tmp_path, "a page.txt", RECORD)
    for address in (page.as_uri(), f"{tmp_path.as_uri()}/*.txt"):
        assert [each.path for each in collect([address])] == [str(page)]
    assert collect(["file://other/page.txt"])[0].problem.startswith("is a file of another machine")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/page.txt",
        "https://example.org/page.txt",
        "ftp://127.0.0.1/page.txt",
        "github://a:b@main/page.txt",
        "reference://page.txt",
        "zip://page.txt::s3://bucket/pages.zip",
        "s3://bucket/x::http://127.0.0.1/",
        "simplecache::http://127.0.0.1/page.txt",
        "ssh://127.0.0.1/page.txt",
    ],
)
def test_no_other_kind_is_asked_for(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*words: Any) -> None:
        raise AssertionError("somebody was asked")

    monkeypatch.setattr(fsspec.core, "url_to_fs", asked)
    (found,) = collect([address])
    assert found.problem


@pytest.mark.parametrize("setting", ['rules = ["{}"]', 'baseline = "{}"', 'vocabularies = ["{}"]'])
def test_no_file_of_a_project_names_an_address(tmp_path: Path, setting: str) -> None:
    put(tmp_path, "page.txt", CLEAN)
    put(tmp_path, "dslint.toml", setting.format("s3://bucket/x.yaml") + "\n")
    program = (
        "import sys, fsspec\n"
        "def asked(*words, **more): raise SystemExit('somebody was asked')\n"
        "fsspec.core.url_to_fs = fsspec.filesystem = asked\n"
        "from dslint.cli import main\n"
        "sys.argv = ['dslint', 'check', '.']\n"
        "sys.exit(main())\n"
    )
    done = execute(sys.executable, "-c", program, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert done.returncode == 2
    assert "asked" not in done.stderr
    assert "s3://bucket/x.yaml" in done.stderr or "does not exist" in done.stderr


def test_what_cannot_be_had_is_named(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(memory)
    assert collect(["memory://nowhere"])[0].problem == "does not exist"
    monkeypatch.setattr(addresses, "MOST_LISTED", 3)
    problems = [each.problem for each in collect(["memory://pages"])]
    assert any(each and each.startswith("has more than 3 files") for each in problems)
    gone = loaded_input(Input("memory://pages/gone.txt", is_remote=True))
    assert gone.problem == "does not exist"
    with pytest.raises(addresses.Unreadable, match="is larger than"):
        addresses.fetch("memory://pages/deep/er/page.txt", 10)


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "adlfs", None)
    (found,) = collect(["abfs://container/pages"])
    assert found.problem == "needs the package adlfs; run: pip install adlfs"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_file_whose_name_looks_like_an_address_is_a_file(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "s3:/bucket/page.txt", RECORD)
    done = cli("check", "s3://bucket/page.txt", "--format", "concise")
    assert done.stdout.startswith("s3:/bucket/page.txt:")
