"""What `make bench` measures of the server is measured of a server that answers."""

from __future__ import annotations

from pathlib import Path

from conftest import ROOT
from latency import latencies


def test_each_change_has_its_answer(tmp_path: Path) -> None:
    draft = (ROOT / "examples" / "bad-agreement.yaml").read_text("utf-8")
    times = latencies(tmp_path, "mine.yaml", "yaml", draft, 5)
    assert len(times) == 5
    assert times == sorted(times)
    assert times[0] > 0
