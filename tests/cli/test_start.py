"""What a start costs: nothing is imported that the command does not need."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from conftest import RECORD, ROOT, UNMEASURED, execute

HEAVY = {"typer", "rich", "jsonschema_rs", "regex", "yaml", "pydantic"}
HEAVY |= {"multiprocessing", "concurrent.futures"}
OF_SOME_FORMATS = {"csv", "gzip", "xml.etree.ElementTree", "difflib", "dslint.reporters.check_markdown"}


def imported(tmp_path: Path, *args: str) -> set[str]:
    command = (sys.executable, "-X", "importtime", "-m", "dslint", *args)
    done = execute(*command, cwd=tmp_path, PYTHONPATH=str(ROOT), **UNMEASURED)
    return {
        line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")
    }


@pytest.mark.parametrize(
    ("args", "needed"),
    [
        (["--version"], set()),
        (["check", "page.txt"], set()),
        (["check", "page.txt", "--format", "json"], {"typer"}),
        (["check", "page.txt", "-j", "1", "-qq", "--select", "OPT", "--fail-on", "error"], {"typer"}),
        (["check", "page.txt", "--limit=3", "--exit-zero", "--as-of", "2026-11-22"], {"typer"}),
    ],
)
def test_imports(tmp_path: Path, args: list[str], needed: set[str]) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    imported(tmp_path, "check", "page.txt")  # the compiled rules are kept
    allowed = needed | ({"rich", "regex"} if "typer" in needed else set())
    heavy = imported(tmp_path, *args) & HEAVY
    if "typer" in needed:
        heavy -= {"multiprocessing", "concurrent.futures"}
    assert heavy <= allowed
    assert "typer" in needed or not imported(tmp_path, *args) & OF_SOME_FORMATS
    assert needed <= heavy


def test_a_changed_rule_has_another_kept_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    from dslint import compiled, folders

    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    monkeypatch.setattr(folders, "RULES", str(tmp_path / "rules"))
    monkeypatch.setenv("DSLINT_CACHE_DIR", str(tmp_path / "cache"))
    path = next((tmp_path / "rules").glob("*/OPT03-*.yaml"))
    original = path.read_text("utf-8")
    for word in ("first", "second"):
        path.write_text(original.replace("Say which flow", f"Say {word} which flow"), "utf-8")
        compiled._compiled.cache_clear()
        remedies = [entry["rule"].get("remedy", "") for entry in compiled.builtin_rules()]
        assert any(remedy.startswith("Say ") and word in remedy for remedy in remedies)
    compiled._compiled.cache_clear()


@pytest.mark.parametrize("settled", [True, False])
def test_sources_that_nobody_wrote_are_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: bool
) -> None:
    import shutil

    from dslint import compiled, folders

    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    monkeypatch.setattr(folders, "RULES", str(tmp_path / "rules"))
    monkeypatch.setenv("DSLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(compiled, "_SETTLED", -1 if settled else 10**18)
    path = next((tmp_path / "rules").glob("*/OPT03-*.yaml"))
    content = compiled._content
    read: list[str] = []
    monkeypatch.setattr(compiled, "_content", lambda each: read.append(each) or content(each))

    def start() -> tuple[str, int]:
        compiled._compiled.cache_clear()
        read.clear()
        return compiled.digest(), len(read)

    first, _ = start()
    assert start() == (first, 0) if settled else start()[1] > 0
    # Another word of the same length, and a time as if nobody had written it.
    before = path.stat()
    path.write_text(path.read_text("utf-8").replace("Say which flow", "Say whose flow"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    if os.name != "nt":
        second, files = start()
        assert second != first and files > 0
    shutil.rmtree(tmp_path / "cache" / "compiled")
    assert start()[1] > 0
    compiled._compiled.cache_clear()
