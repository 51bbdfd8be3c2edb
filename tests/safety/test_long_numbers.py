"""A number of very many digits is a number: Python refuses to read one of more than 4,300."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import RECORD, Cli

from dslint.values.numbers import whole

LONG = "9" * 5000
DRAFT = "agreement:\n  reference: DARS-NIC-123456-A1B2C\n"
FILES = {
    "version-of-a-draft.yaml": f"{DRAFT}  version: {LONG}\n",
    "version-of-json.json": f'{{"agreement": {{"reference": "DARS-NIC-123456-A1B2C", "version": {LONG}}}}}',
    "parts-of-a-version.yaml": f'{DRAFT}  version: "{"1." * 3000}{LONG}"\n',
    "files-of-a-draft.yaml": f"unsafe_files: {LONG}\n{DRAFT}",
    "files-of-a-page.txt": f"{LONG} data files in total were disseminated unsafely\n{RECORD}",
    "reference-of-a-page.txt": RECORD.replace("A1B2C", f"A1B2C-v{LONG}.{LONG}"),
    "version.csv": f"DARS NIC,Dataset,Legal basis\nDARS-NIC-123456-A1B2C-v{LONG}.1,HES,s261\n",
    "number-of-a-list.txt": f"{RECORD}Processing activities:\n1. a\n{LONG}. b\nProcessor {LONG}: Moor Ltd\n",
    "years.txt": f"{RECORD}DSA runs {LONG}-01-01\nThe data are kept for {LONG} years, {LONG}%\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_long_number_ends_nothing(cli: Cli, tmp_path: Path, name: str) -> None:
    (tmp_path / "good.txt").write_text(RECORD, "utf-8")
    (tmp_path / name).write_text(FILES[name], "utf-8")
    other = tmp_path / f"other-{name}"
    other.write_text(FILES[name].replace(LONG, LONG + "8"), "utf-8")
    for words in (("check", ".", "-f", "concise"), ("parse", name), ("compare", name, other.name)):
        result = cli(*words, cwd=tmp_path)
        said = result.stdout + result.stderr
        assert "fault of dslint" not in said, words
        assert "Traceback" not in said, words
        assert words[0] != "check" or "good.txt:" in said


def test_the_number_of_digits() -> None:
    assert whole("0042") == 42
    assert whole("9" * 18) == 10**18 - 1
    assert whole("9" * 18) < whole("1" * 19) == whole("9" * 10_000)
