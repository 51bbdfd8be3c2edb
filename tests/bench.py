"""Speed and memory, measured in one run against tools that everybody has. Asserts nothing.

    make bench
    make bench BENCH=--keep

Each figure is printed with its target and with its last committed value, which bench.yaml holds; `--keep`
writes what was measured there.

Start-up is compared with yamllint, throughput with GNU grep counting ten alternated, case-insensitive
patterns in the same bytes, workbooks of full size with python-calamine handing over their rows. Machines are
noisy: read the ratios.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
WORDS = (
    "opt.?out|section 251|legal basis|data processor|pseudonymised|identifiable|commissioning|"
    "third part|sublicen|benefit"
)
KEPT = Path(__file__).with_name("bench.yaml")
COPIES = (10, 30, 100, 300)
DSLINT = [sys.executable, "-m", "dslint"]
ROUNDS = 15
REGISTER_ROUNDS = 5  # each reads the workbook with either, one after the other; medians are printed
CHANGES = 300  # of each text in an editor
VERSIONS, ROWS = 5_500, 105_000  # of the data uses register of 2026
SHARE = 0.03  # of its agreements that are different in the next edition
PAGES = 100  # copies of the seeds that are checked twice


def seconds(command: list[str], rounds: int, env: dict[str, str] | None = None) -> float:
    """The median time of a command over some rounds."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        # Not /dev/null: grep stops at its first match when nobody reads the count.
        subprocess.run(command, capture_output=True, check=False, env=env)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def copies(folder: Path, number: int) -> tuple[Path, int]:
    """The seeds, copied with agreement numbers of their own; the folder and its size in bytes."""
    target = folder / f"copies-{number}"
    target.mkdir()
    size = 0
    for path in SEEDS:
        text = path.read_text("utf-8")
        for n in range(number):
            own = re.sub(r"NIC-(\d+)-", lambda m, n=n: f"NIC-{(int(m[1]) * 1000 + n) % 10**7:07}-", text)
            content = own.encode("utf-8")
            (target / f"{path.stem}-{n:04}.txt").write_bytes(content)
            size += len(content)
    return target, size


def peak_memory(command: list[str]) -> tuple[float, float]:
    """Seconds and the largest resident size of any one process of a command, in MB."""
    script = (
        "import resource,subprocess,sys,time;t=time.perf_counter();"
        "subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL);"
        "print(time.perf_counter()-t,resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command], capture_output=True, text=True, check=True
    )
    taken, kilobytes = map(float, done.stdout.split())
    return taken, kilobytes / (1024 if sys.platform != "darwin" else 1024 * 1024)


class Figures:
    """What is measured, with the target and the last committed value of each figure."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, float]] = yaml.safe_load(KEPT.read_text("utf-8"))
        self.measured: dict[str, float] = {}

    def show(self, name: str, value: float, detail: str) -> None:
        self.measured[name] = value
        known = self.known.get(name, {})
        target, last = known.get("target"), known.get("last")
        missed = "" if target is None or value <= target else "  missed"
        print(f"  {name:<50}{value:8.2f}   target {_number(target)}   last {_number(last)}{missed}")
        print(f"    {detail}", flush=True)

    def keep(self) -> None:
        """Write what was measured as the last committed values, under the same heading."""
        heading = [line for line in KEPT.read_text("utf-8").splitlines() if line.startswith("#")]
        for name, value in self.measured.items():
            self.known.setdefault(name, {})["last"] = round(value, 2)
        rows = [
            f"{name}: {{{', '.join(f'{key}: {number:g}' for key, number in known.items())}}}"
            for name, known in self.known.items()
        ]
        KEPT.write_text("\n".join([*heading, *rows, ""]), "utf-8")


def _number(value: float | None) -> str:
    return f"{value:7.2f}" if value is not None else "   none"


def start_up(folder: Path, peers: str, figures: Figures) -> None:
    yamllint_env = {**os.environ, "PYTHONPATH": peers}
    yamllint = [sys.executable, "-m", "yamllint"]
    small_yaml, small_page = folder / "small.yaml", folder / "small.txt"
    small_yaml.write_text("---\na: 1\n")
    small_page.write_text("".join(SEEDS[1].read_text("utf-8").splitlines(keepends=True)[:12]))
    print(f"start-up, median of {ROUNDS} rounds")
    for name, ours, theirs in (
        ("--version", [*DSLINT, "--version"], [*yamllint, "--version"]),
        ("one small file", [*DSLINT, "check", str(small_page)], [*yamllint, str(small_yaml)]),
        ("one seed page", [*DSLINT, "check", str(SEEDS[1])], [*yamllint, str(small_yaml)]),
    ):
        # One run that may keep what it made of rules and patterns. Those that are timed use no kept result.
        subprocess.run(ours, capture_output=True, check=False, env={**os.environ, "DSLINT_NO_CACHE": "0"})
        mine, other = seconds(ours, ROUNDS), seconds(theirs, ROUNDS, yamllint_env)
        detail = f"dslint {mine * 1000:.1f} ms, yamllint {other * 1000:.1f} ms"
        figures.show(f"{name}, times yamllint", mine / other, detail)


def throughput(folder: Path, figures: Figures) -> None:
    print("throughput, the seeds copied")
    for number in COPIES:
        target, size = copies(folder, number)
        joined = folder / f"joined-{number}.txt"
        with joined.open("wb") as out:
            for path in sorted(target.iterdir()):
                out.write(path.read_bytes())
        grep = seconds(["grep", "-ciE", WORDS, str(joined)], 5)
        taken, memory = min(
            peak_memory([*DSLINT, "check", str(target), "--format", "concise"]) for _ in range(3)
        )
        detail = (
            f"{size / 1e6:.1f} MB in {taken:.2f} s, grep {grep:.2f} s, {taken / number * 1000:.1f} ms a copy"
        )
        figures.show(f"{number} copies, times grep", taken / grep, detail)
        figures.show(f"{number} copies, MB of a process", memory, "concise is written")
        for name in ("json", "sarif", "csv", "html"):
            command = [*DSLINT, "check", str(target), "--jobs", "1", "--format"]
            alone, _ = peak_memory([*command, "concise"])
            longer, memory = peak_memory([*command, name])
            figures.show(f"{number} copies as {name}, MB", memory, f"{longer:.2f} s in one process")
            figures.show(
                f"{number} copies as {name}, times concise", longer / alone, f"concise {alone:.2f} s"
            )
        shutil.rmtree(target)
        joined.unlink()


def reading_alone(path: Path) -> list[str]:
    """The command that has python-calamine hand over the rows of a workbook."""
    reader = (
        "import sys;from python_calamine import CalamineWorkbook as W;b=W.from_path(sys.argv[1]);"
        "[b.get_sheet_by_name(n).to_python() for n in b.sheet_names]"
    )
    return [sys.executable, "-c", reader, str(path)]


def between_runs(folder: Path, figures: Figures) -> None:
    """What a run gains by the results that an earlier one kept. All else is measured without."""
    from register import next_edition, sheets_of_register
    from workbooks import shared_workbook

    print("results that are kept between runs")
    command = [*DSLINT, "check", "--format", "concise", "--output", str(folder / "out")]
    target, _ = copies(folder, PAGES)
    without, _ = peak_memory([*command, str(target)])
    rules = os.environ["DSLINT_CACHE_DIR"]
    os.environ |= {"DSLINT_CACHE_DIR": str(folder / "kept"), "DSLINT_NO_CACHE": "0"}
    seconds([*command, str(SEEDS[1])], 1)  # keeps the rules
    first, _ = peak_memory([*command, str(target)])
    again, memory = peak_memory([*command, str(target)])
    detail = f"{first:.2f} s, then {again:.2f} s"
    figures.show(f"{PAGES} copies, first run, times one that keeps nothing", first / without, detail)
    figures.show(f"{PAGES} copies, second run, times the first", again / first, detail)
    figures.show(f"{PAGES} copies, second run, MB of a process", memory, "concise is written")
    september, october = folder / "september.xlsx", folder / "october.xlsx"
    sheets = sheets_of_register(VERSIONS, ROWS, ROOT / "seeds")
    september.write_bytes(shared_workbook({**sheets}))
    october.write_bytes(shared_workbook({**next_edition(sheets, SHARE)}))
    first, _ = peak_memory([*command, str(september)])
    again, memory = peak_memory([*command, str(october)])
    alone = seconds(reading_alone(october), REGISTER_ROUNDS)
    detail = f"{first:.2f} s, then {again:.2f} s, python-calamine alone {alone:.2f} s"
    figures.show("next month's edition, times calamine", again / alone, detail)
    figures.show("next month's edition, times the first", again / first, detail)
    figures.show("next month's edition, MB of a process", memory, "the largest of them")
    os.environ |= {"DSLINT_CACHE_DIR": rules, "DSLINT_NO_CACHE": "1"}
    shutil.rmtree(target)


def full_register(folder: Path, figures: Figures) -> None:
    from register import register

    path = folder / "register.xlsx"
    alone = reading_alone(path)
    for text, seeds in (("invented words", None), ("sentences of the seeds", ROOT / "seeds")):
        path.write_bytes(register(VERSIONS, ROWS, seeds))
        size = path.stat().st_size / 1e6
        print(f"workbook, {VERSIONS:,} versions and {ROWS:,} rows, {text}, {size:.0f} MB")
        for profile in ("default", "strict"):
            command = [*DSLINT, "check", str(path), "--profile", profile, "--output", str(folder / "out")]
            rounds = [(seconds(alone, 1), *peak_memory(command)) for _ in range(REGISTER_ROUNDS)]
            handed_over, taken, memory = map(statistics.median, zip(*rounds, strict=True))
            detail = f"dslint {taken:.2f} s, python-calamine alone {handed_over:.2f} s"
            figures.show(f"{text}, {profile}, times calamine", taken / handed_over, detail)
            figures.show(f"{text}, {profile}, MB of a process", memory, "the largest of them")


def editors(folder: Path, figures: Figures) -> None:
    from latency import latencies

    print(f"an editor, {CHANGES} changes of a text: milliseconds until its findings are there")
    page = ROOT / "seeds" / "greater-manchester-icb-01d.txt"
    for path, language in ((ROOT / "examples" / "bad-agreement.yaml", "yaml"), (page, "plaintext")):
        text = path.read_text("utf-8")
        times = latencies(folder, path.name, language, text, CHANGES)
        middle, late = times[len(times) // 2], times[len(times) * 95 // 100]
        detail = f"{len(text) / 1000:.1f} KB, median {middle:.1f}"
        figures.show(f"editor, {language}, ms late", late, detail)


def main() -> None:
    os.chdir(ROOT)
    os.environ["DSLINT_NO_CACHE"] = "1"
    figures = Figures()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as name:
        # Another dslint on this machine keeps its rules where ours would be, and each would drop the other's.
        os.environ["DSLINT_CACHE_DIR"] = str(Path(name) / "rules")
        seconds([*DSLINT, "check", str(SEEDS[1])], 1)  # keeps the rules
        editors(Path(name), figures)
        start_up(Path(name), sys.argv[1], figures)
        throughput(Path(name), figures)
        full_register(Path(name), figures)
        between_runs(Path(name), figures)
    if "--keep" in sys.argv:
        figures.keep()


if __name__ == "__main__":
    main()
