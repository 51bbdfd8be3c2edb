"""Speed and memory, measured in one run against tools that everybody has. Prints figures, asserts nothing.

    make bench

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

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
WORDS = (
    "opt.?out|section 251|legal basis|data processor|pseudonymised|identifiable|commissioning|"
    "third part|sublicen|benefit"
)
DSLINT = [sys.executable, "-m", "dslint"]
ROUNDS = 15
REGISTER_ROUNDS = 5  # each reads the workbook with either, one after the other; medians are printed
CHANGES = 300  # of each text in an editor
VERSIONS, ROWS = 5_500, 105_000  # of the data uses register of 2026


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


def start_up(folder: Path, peers: str) -> None:
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
        mine, other = seconds(ours, ROUNDS), seconds(theirs, ROUNDS, yamllint_env)
        print(
            f"  {name:<16} dslint {mine * 1000:6.1f} ms   yamllint {other * 1000:6.1f} ms"
            f"   ratio {mine / other:.2f}"
        )


def throughput(folder: Path) -> None:
    print("throughput, the seeds copied")
    for number in (10, 100, 300):
        target, size = copies(folder, number)
        joined = folder / f"joined-{number}.txt"
        with joined.open("wb") as out:
            for path in sorted(target.iterdir()):
                out.write(path.read_bytes())
        grep = seconds(["grep", "-ciE", WORDS, str(joined)], 5)
        taken, memory = min(peak_memory([*DSLINT, "check", str(target)]) for _ in range(3))
        print(
            f"  {number:>4} copies, {size / 1e6:5.1f} MB: dslint {taken:6.2f} s, {memory:4.0f} MB;"
            f" grep {grep:5.2f} s; ratio {taken / grep:.1f}; {taken / number * 1000:.1f} ms a copy"
        )
        shutil.rmtree(target)
        joined.unlink()


def full_register(folder: Path) -> None:
    from register import register

    path = folder / "register.xlsx"
    reader = (
        "import sys;from python_calamine import CalamineWorkbook as W;b=W.from_path(sys.argv[1]);"
        "[b.get_sheet_by_name(n).to_python() for n in b.sheet_names]"
    )
    alone = [sys.executable, "-c", reader, str(path)]
    for text, seeds in (("invented words", None), ("sentences of the seeds", ROOT / "seeds")):
        path.write_bytes(register(VERSIONS, ROWS, seeds))
        size = path.stat().st_size / 1e6
        print(f"workbook, {VERSIONS:,} versions and {ROWS:,} rows, {text}, {size:.0f} MB")
        for profile in ("default", "strict"):
            command = [*DSLINT, "check", str(path), "--profile", profile, "--output", str(folder / "out")]
            rounds = [(seconds(alone, 1), *peak_memory(command)) for _ in range(REGISTER_ROUNDS)]
            handed_over, taken, memory = map(statistics.median, zip(*rounds, strict=True))
            print(
                f"  {profile:<8} dslint {taken:6.2f} s, {memory:4.0f} MB a process;"
                f" python-calamine alone {handed_over:5.2f} s; ratio {taken / handed_over:.1f}"
            )


def editors(folder: Path) -> None:
    from latency import latencies

    print(f"an editor, {CHANGES} changes of a text: milliseconds until its findings are there")
    page = ROOT / "seeds" / "greater-manchester-icb-01d.txt"
    for path, language, most in (
        (ROOT / "examples" / "bad-agreement.yaml", "yaml", 15),
        (page, "plaintext", 50),
    ):
        text = path.read_text("utf-8")
        times = latencies(folder, path.name, language, text, CHANGES)
        middle, late = times[len(times) // 2], times[len(times) * 95 // 100]
        print(
            f"  {len(text) / 1000:5.1f} KB {language:<9} median {middle:5.1f}, 95th percentile {late:5.1f}"
            f" (at most {most} is wanted)"
        )


def main() -> None:
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as name:
        editors(Path(name))
        start_up(Path(name), sys.argv[1])
        throughput(Path(name))
        full_register(Path(name))


if __name__ == "__main__":
    main()
