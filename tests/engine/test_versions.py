"""Of several versions of an agreement in a register the newest is judged."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Cli

OLD = """Moor projects
Falls — DARS-NIC-123456-A1B2C-v1.0
Opt outs honoured: Yes
Legal basis: Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)
When:DSA runs 2023-04-01 — 2022-03-31
Falls — DARS-NIC-123456-A1B2C-v2.0
Opt outs honoured: Yes
Legal basis: Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)
When:DSA runs 2023-04-01 — 2026-03-31 2023.05 — 2023.06.
"""


def told(cli: Cli, *options: str) -> list[tuple[str, str]]:
    findings = json.loads(cli("check", "page.txt", "--format", "json", *options).stdout)["findings"]
    return [(each["rule"], each["severity"]) for each in findings if each["rule"].startswith("TRM01")]


def test_the_newest_version_is_judged(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(OLD, "utf-8")
    assert told(cli) == []
    assert told(cli, "--versions", "all")[0] == ("TRM01", "info")
    said = " ".join(cli("check", "page.txt").stdout.split())
    assert (
        "about an older version is left out; --versions all" in said
        or "about older versions are left" in said
    )
    assert "--versions all" not in cli("check", "page.txt", "--versions", "all").stdout


def test_the_newest_version_is_judged_although_it_is_printed_first(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(OLD.replace("-v1.0", "-v10.0"), "utf-8")
    assert told(cli)[0] == ("TRM01", "error")


def test_a_version_without_a_newer_one_is_judged(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(OLD.replace("A1B2C-v2.0", "B2C3D-v2.0"), "utf-8")
    assert told(cli)[0] == ("TRM01", "error")


def test_another_word_is_refused(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(OLD, "utf-8")
    assert cli("check", "page.txt", "--versions", "last").returncode == 2
