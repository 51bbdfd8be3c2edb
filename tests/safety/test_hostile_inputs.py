"""One hostile input takes no other with it: it is read, or named in one line, and the rest is checked."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import RECORD
from documents import open_document_text, paragraph, word

ATTACKS = Path(__file__).parent.parent / "attacks"
HTML = "<!doctype html><html><body>"


def _run(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dslint", *args], cwd=folder, capture_output=True, text=True, timeout=60
    )


TEXTS = {
    "comments.txt": "<!---->" * 40 + "x",
    "comments-twin.json": "<!-- -->\n" * 60 + "<body",
    "instruction-twin.yaml": "<?xml ?>" + "<!--->-->" * 60,
    "punycode.html": f"{HTML}<meta charset=punycode>" + "ab-" * 100_000,
    "idna-twin.html": f"{HTML}<meta charset=idna>" + "ab-" * 100_000,
    "zip-twin.html": f"{HTML}<meta charset=zip>" + "ab-" * 100_000,
    "entity.html": f"{HTML}<p>&#{'1' * 5000};</p>",
    "entity-twin.html": f"{HTML}<p title='&#{'9' * 6000};'>x</p>",
    "entity-zeros-twin.html": f"{HTML}<p>&#{'0' * 6000}65;</p>",
    "punycode-twin.mhtml": f"Content-Type: text/html; charset=punycode\n\n{HTML}" + "ab-" * 300_000,
    "idna-twin.mhtml": f"Content-Type: text/html; charset=idna\n\n{HTML}" + "ab-" * 300_000,
    "wide.csv": "DARS NIC,Dataset\n" + ",".join("x" * 1_000_000),
    "section.html": "<![x[ y",
    "section-twin.html": f"{HTML}<![>",
    "section-other-twin.html": f"{HTML}<p>a<![temp&[b]]></p>",
    "blanks.txt": " \n" * 500_000,
    "blanks-twin.txt": "\t" * 4_000_000,
    "comments-of-yaml-twin.txt": "#\n" * 300_000,
    "brace.csv": "Reference {NIC},Dataset,Legal basis,Month\nx,HES,s261,June 2019\n,HES,s261,June 2019\n",
    "brace-twin.csv": "Reference },Dataset,Legal basis,Month\nx,HES,s261,June 2019\n,HES,s261,June 2019\n",
    "brace-width-twin.csv": "Reference {:>1999999999},Dataset,Legal basis,Month\n,HES,s261,June 2019\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_read_in_time_and_the_good_page_is_checked(tmp_path: Path, name: str) -> None:
    (tmp_path / "good.txt").write_text(RECORD, "utf-8")
    (tmp_path / name).write_text(TEXTS[name], "utf-8")
    started = time.monotonic()
    done = _run(tmp_path, "check", "good.txt", name, "-f", "concise")
    assert "good.txt:" in done.stdout, done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - started < 30


def test_an_entity_with_many_zeros_is_still_its_letter(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        f"{HTML}<pre>" + RECORD.replace("Opt", f"&#{'0' * 5000}79;pt"), "utf-8"
    )
    assert _run(tmp_path, "check", "page.html").stderr == ""


@pytest.mark.parametrize("path", sorted(ATTACKS.glob("x-*.xlsx")), ids=lambda path: path.name)
def test_a_hostile_workbook_is_named_and_the_good_page_is_checked(tmp_path: Path, path: Path) -> None:
    pytest.importorskip("python_calamine")
    (tmp_path / "good.txt").write_text(RECORD, "utf-8")
    shutil.copy(path, tmp_path / "bad.xlsx")
    for jobs in ("1", "2"):
        done = _run(tmp_path, "check", ".", "-f", "concise", "--jobs", jobs)
        assert "good.txt:" in done.stdout
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.startswith("bad.xlsx: ")


UTF_7 = '<?xml version="1.0" encoding="utf-7"?><w/>'
ARCHIVE = "MIME-Version: 1.0\nContent-Type: multipart/related; "
DOCUMENTS = {
    "paragraphs.docx": (word("<w:p/>" * 300_001), "has more than 300,000 elements"),
    "runs-twin.docx": (word("<w:p>" + "<w:r><w:br/></w:r>" * 150_001 + "</w:p>"), "has more than 300,000"),
    "paragraphs-twin.odt": (open_document_text("<text:p/>" * 300_001), "has more than 300,000 elements"),
    "footnotes-twin.docx": (
        word("<w:p/>" * 200_000, **{"word/footnotes.xml": f"<x>{'<w/>' * 110_000}</x>"}),
        "has more than 300,000 elements",
    ),
    "encoding.docx": (word("", **{"word/document.xml": UTF_7}), "an encoding that no XML has"),
    "encoding-twin.odt": (
        open_document_text("", **{"content.xml": UTF_7.replace("utf-7", "x-moor")}),
        "an encoding that no XML has",
    ),
    "boundary.mhtml": (
        f'{ARCHIVE}boundary="{"x" * 1_000_000}"\n\n--x\n'.encode(),
        "header field of more than",
    ),
    "parameters-twin.mhtml": (f"{ARCHIVE}{';' * 1_000_000}\n\n--x\n".encode(), "header field of more than"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_asks_for_much_is_named_in_time(tmp_path: Path, name: str) -> None:
    content, said = DOCUMENTS[name]
    (tmp_path / "good.txt").write_text(RECORD, "utf-8")
    (tmp_path / name).write_bytes(content)
    started = time.monotonic()
    done = _run(tmp_path, "check", ".", "-f", "concise")
    assert time.monotonic() - started < 30
    assert "good.txt:" in done.stdout
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith(f"{name}: ")
    assert said in line


@pytest.mark.parametrize("name", ["blanks.docx", "blanks-twin.odt"])
def test_a_paragraph_of_blanks_takes_no_time(tmp_path: Path, name: str) -> None:
    blanks = " " * 1_000_000
    made = (
        word(paragraph(blanks)) if name.endswith("docx") else open_document_text(f"<text:p>{blanks}</text:p>")
    )
    (tmp_path / name).write_bytes(made)
    (tmp_path / "good.txt").write_text(RECORD, "utf-8")
    started = time.monotonic()
    done = _run(tmp_path, "check", ".", "-f", "concise")
    assert time.monotonic() - started < 30
    assert "good.txt:" in done.stdout
    assert done.stderr == ""


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is no device without an end here")
@pytest.mark.parametrize(
    "command", [("check", "good.txt", "/dev/zero"), ("compare", "/dev/zero", "good.txt")]
)
def test_a_device_without_an_end_is_read_to_a_bound(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "good.txt").write_text(RECORD, "utf-8")
    done = _run(tmp_path, *command)
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["/dev/zero: goes on for more than 128 MiB; save it in a file"]


def test_a_closed_standard_error_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(RECORD, "utf-8")
    command = f"{sys.executable} -m dslint check good.txt missing.txt -f json"
    done = [
        subprocess.run(f"{command} {to}", shell=True, cwd=tmp_path, stdout=subprocess.PIPE)
        for to in ("2>/dev/null", "2>&-", "2>/dev/full")
    ]
    assert [each.returncode for each in done] == [2, 2, 2]
    assert len({each.stdout for each in done}) == 1
    assert done[0].stdout


def test_an_error_that_nobody_expected_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(RECORD, "utf-8")
    program = (
        "import sys, dslint.cli as cli, dslint.cli.check as check\n"
        "def broken(options): raise KeyError('x')\n"
        "check.run_check = broken\n"
        "sys.argv = ['dslint', 'check', 'good.txt']\n"
        "sys.exit(cli.main())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("dslint: this is a fault of dslint; please report it with this line: Key")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are found in /proc, which Linux has")
class TestProcesses:
    @pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
    @pytest.mark.parametrize("many", [True, False])
    def test_workers_end_with_the_process_that_made_them(
        self, tmp_path: Path, end: signal.Signals, many: bool
    ) -> None:
        process = _start(tmp_path, many)
        workers = _wait_for_workers(process.pid)
        process.send_signal(end)
        process.wait(20)
        deadline = time.monotonic() + 10
        while any(map(_is_alive, workers)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(map(_is_alive, workers))

    @pytest.mark.parametrize("many", [True, False])
    def test_a_killed_worker_neither_stops_nor_hangs_the_run(self, tmp_path: Path, many: bool) -> None:
        process = _start(tmp_path, many)
        os.kill(_wait_for_workers(process.pid)[0], signal.SIGKILL)
        out, err = process.communicate(timeout=90)
        assert b"Traceback" not in err
        if many:  # what the killed process had is checked again
            assert process.returncode == 1
            assert all(f"page-{n}.txt:".encode() in out for n in range(40))
        else:
            assert process.returncode == 2
            assert err.startswith(b"page.txt: could not be checked: its process was ended")

    @pytest.mark.parametrize("many", [True, False])
    def test_where_no_process_can_be_had_one_does_the_work(self, tmp_path: Path, many: bool) -> None:
        _fill(tmp_path, many)
        counts = set()
        for most in (10, 12, 14, 16, 64):  # one process was begun already, or none
            command = f"ulimit -n {most}; {sys.executable} -m dslint check . -f concise --jobs 2"
            done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, timeout=300)
            assert (done.returncode, done.stderr) == (1, b"")
            counts.add(len(done.stdout.splitlines()))
        assert len(counts) == 1


def _start(folder: Path, many: bool) -> subprocess.Popen[bytes]:
    _fill(folder, many)
    return subprocess.Popen(
        [sys.executable, "-m", "dslint", "check", ".", "-f", "concise", "--jobs", "2"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _fill(folder: Path, many: bool) -> None:
    record = RECORD.replace("\t", " ")
    if many:
        for n in range(40):
            (folder / f"page-{n}.txt").write_text(record.replace("NIC-", f"NIC-{n + 1}") * 40, "utf-8")
    else:
        records = [record.replace("NIC-1", f"NIC-{n % 9 + 1}") for n in range(4000)]
        (folder / "page.txt").write_text("\n".join(records), "utf-8")


def _wait_for_workers(parent: int) -> list[int]:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        if len(children) >= 2:
            return [int(child) for child in children]
        time.sleep(0.005)
    raise AssertionError("no workers were started")


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
