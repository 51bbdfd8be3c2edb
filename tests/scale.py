"""Memory of a run in parts, measured on made-up results. Asserts nothing.

    python tests/scale.py 100 1000 10000

For each number the result of the shortest seed is copied so many times, each copy with a path and references
of its own. Checking is left out; parts, buckets and the report are made as they are in any run, by two
processes. Printed are the peak of the process that starts the run and of the largest of the others, in MB.
Each number is measured in a process of its own, where the inputs' names are what has to grow.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dslint.engine.checked import Checked, check_input
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.parallel import ProcessExecutor
from dslint.engine.parts import batch
from dslint.engine.parts.drive import run_in_parts
from dslint.reporters.formats import FORMATS
from dslint.reporters.view import DEFAULT_VIEW
from dslint.shapes import dump_line, load_line
from dslint.sources import Input

SEEDS = Path(__file__).parent.parent / "seeds"
AS_OF = "2026-11-22"
BATCH, BUCKETS = 500, 64  # documents of a batch


class Copies:
    """Results of pages that nobody wrote: that of the shortest seed, under other names."""

    def __init__(self, loaded: RuleSet) -> None:
        given = Input(str(min(SEEDS.glob("*.txt"), key=lambda path: path.stat().st_size)))
        self._line = dump_line(check_input(given, loaded, AS_OF)).replace(given.path, "@path@")

    def __call__(self, given: Input, loaded: RuleSet, as_of: str, *others: object) -> Checked:
        number = int(re.findall(r"\d+", given.path)[0])
        line = self._line.replace("@path@", given.path)
        own = re.sub(r"NIC-(\d+)-", lambda m: f"NIC-{(int(m[1]) * 1000 + number) % 10**8:08}-", line)
        return load_line(own, Checked)


def measure(number: int) -> None:
    choice = RuleChoice()
    loaded = choice.load()
    vars(batch)["check_input"] = Copies(loaded)
    inputs = [Input(f"copy-{copy:06}.txt", content=b" ") for copy in range(number)]
    begun, started = _peak(resource.RUSAGE_SELF), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        report = run_in_parts(
            inputs, choice, loaded, AS_OF, ProcessExecutor(2), folder, sizes=(BATCH, BUCKETS)
        )
        written = sum(map(len, FORMATS["json"].pieces(report, DEFAULT_VIEW)))
        parts = sum(path.stat().st_size for path in Path(folder).iterdir())
    print(
        f"{number:7,} copies: {_peak(resource.RUSAGE_SELF):4.0f} MB here"
        f" (begun with {begun:.0f}), {_peak(resource.RUSAGE_CHILDREN):4.0f} MB in a worker,"
        f" {parts / 1e6:,.0f} MB of parts, {written / 1e6:,.0f} MB of JSON with"
        f" {len(report.findings):,} findings, {time.perf_counter() - started:.0f} s",
        flush=True,
    )


def _peak(whose: int) -> float:
    return resource.getrusage(whose).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def main() -> None:
    if sys.argv[1] == "--one":
        measure(int(sys.argv[2]))
        return
    for number in sys.argv[1:]:
        subprocess.run([sys.executable, __file__, "--one", number], check=True)


if __name__ == "__main__":
    main()
