"""`dslint check`, with the memory and the work that it took."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

MEBIBYTE = 1 << 20


class Done(NamedTuple):
    code: int
    out: str
    err: str
    seconds: float  # of work, of all its processes
    peak: int  # bytes of memory of the largest of its processes


# A process starts with the memory of the one that made it as its peak. So a small one starts dslint, and says
# what it took.
_MEASURED = """
import json, resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as file:
    json.dump([code, used.ru_utime + used.ru_stime, used.ru_maxrss], file)
"""


def check(folder: Path, *args: str) -> Done:
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        tempfile.TemporaryDirectory() as kept,
    ):
        measured = Path(kept) / "measured.json"
        command = [sys.executable, "-c", _MEASURED, str(measured), sys.executable, "-m", "dslint", "check"]
        subprocess.run([*command, *args], cwd=folder, stdout=out, stderr=err, check=True)
        out.seek(0)
        err.seek(0)
        said = out.read().decode(), err.read().decode()
        code, seconds, peak = json.loads(measured.read_text("utf-8"))
    in_kibibytes = 1 if sys.platform == "darwin" else 1024
    return Done(code, *said, seconds, peak * in_kibibytes)
