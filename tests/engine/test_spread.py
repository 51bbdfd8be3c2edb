"""Rows that another system shuffles: all buckets together have the findings of one process."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import AS_OF, ROOT, SEEDS, execute

import dslint
from dslint.engine.report import Report

RECIPE = re.compile(r"```python title=\"spark_check.py\"\n(.*?)```", re.DOTALL)


def pages() -> dict[str, bytes]:
    """Agreements meet in several of them."""
    found = {
        f"{number}/{path.name}": path.read_bytes() for path in SEEDS.glob("*.txt") for number in range(2)
    }
    return {**found, "damaged.xlsx": b"PK\x03\x04 and nothing else"}


def together(reports: Iterable[Report]) -> Report:
    found = [*reports]
    findings = sorted((each for one in found for each in one.findings), key=lambda each: each.sort_key)
    errors = sorted((each for one in found for each in one.errors), key=lambda each: each.sort_key)
    return Report([], findings, errors, found[0].rules)


@pytest.mark.parametrize("buckets", [1, 7])
def test_rows_in_any_order_come_to_the_findings_of_one_process(buckets: int) -> None:
    session = dslint.Session(profile="strict")
    whole = session.check(pages(), as_of=AS_OF)
    rows: dict[int, list[str]] = {}
    for name, content in sorted(pages().items(), reverse=True):
        for bucket, row in session.spread({name: content}, as_of=AS_OF, buckets=buckets):
            rows.setdefault(bucket, []).insert(0, row)
    assert set(rows) <= set(range(-buckets, buckets))
    made = together(session.gather(each) for each in rows.values())
    assert made.findings == whole.findings
    assert made.errors == whole.errors


def test_what_is_no_row_is_refused() -> None:
    with pytest.raises(ValueError, match=r"row|array|JSON|Expecting"):
        dslint.Session().gather(["[1]"])


def test_the_recipe_for_spark(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="PySpark is not installed: it is 400 MB, more than CI should load")
    if shutil.which("java") is None:
        pytest.skip("there is no Java here, which Spark needs")
    (program,) = RECIPE.findall((ROOT / "docs" / "scale.md").read_text("utf-8"))
    assert len(program.splitlines()) <= 35
    (tmp_path / "spark_check.py").write_text(program, "utf-8")
    for name, content in pages().items():
        if name.endswith(".txt"):
            (tmp_path / "pages" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "pages" / name).write_bytes(content)
    done = execute(
        sys.executable, "spark_check.py", "pages", "found", cwd=tmp_path, PYTHONPATH=str(ROOT),
        SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [line for path in (tmp_path / "found").glob("part-*") for line in path.read_text().splitlines()]
    top = (tmp_path / "pages").as_uri().replace("file:///", "file:/")
    given = {f"{top}/{name}": each for name, each in pages().items() if name.endswith(".txt")}
    whole = dslint.check(given, as_of="2026-11-22", profile="renewal")
    from dslint.reporters.check_json import finding_value

    assert sorted(lines) == sorted(dslint_json(finding_value(each)) for each in whole.findings)


def dslint_json(value: object) -> str:
    import json

    return json.dumps(value)
