"""dslint as a library: the programs of the page in the documentation, and sessions side by side."""

from __future__ import annotations

import pickle
import re
import sys
from collections import Counter
from datetime import date

import pytest
from conftest import AS_OF, ROOT, execute

import dslint

PROGRAMS = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "library.md").read_text("utf-8"), re.DOTALL)
PAGE = {"page.txt": "Moor — DARS-NIC-100500-A1B2C\nOpt outs honoured: Y\nSensitive: Hush\n"}
ROWS = {"sensitivity": [{"text": "Hush", "sensitivity": "sensitive", "source": "we asked"}]}


def printed(program: str) -> list[str]:
    done = execute(sys.executable, "-c", program, cwd=ROOT, PYTHONPATH=str(ROOT))
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_the_first_program_counts_by_organisation_in_ten_lines() -> None:
    program = PROGRAMS[0]
    assert len([line for line in program.splitlines() if line]) <= 10
    lines = printed(program)
    report = dslint.check(ROOT / "seeds", profile="strict", as_of=AS_OF)
    expected = Counter(finding.organisation or "not named" for finding in report.findings)
    assert sorted(lines) == sorted(f"{number:4}  {name}" for name, number in expected.items())
    assert sum(int(line.split()[0]) for line in lines) == len(report.findings) > 0


def test_the_second_program_tells_two_sessions_apart() -> None:
    ours, theirs = map(int, printed(PROGRAMS[1]))
    assert theirs == ours + 1


def test_importing_loads_nothing() -> None:
    program = "import sys, dslint; print([name for name in sys.modules if name.startswith('dslint.')])"
    assert printed(program) == ["['dslint.version']"]


def test_a_session_is_used_again_and_again() -> None:
    session = dslint.Session(profile="strict")
    first = session.check(ROOT / "seeds", as_of=AS_OF)
    again = session.check([ROOT / "seeds"], as_of=date.fromisoformat(AS_OF))
    assert first.findings == again.findings
    assert first.findings == pickle.loads(pickle.dumps(session)).check(ROOT / "seeds", as_of=AS_OF).findings


def test_sessions_with_other_words_take_turns() -> None:
    ours, theirs = dslint.Session(vocabulary=ROWS), dslint.Session()
    unknown = [each.check(PAGE).unknown()["values"] for each in (ours, theirs, ours, theirs)]
    assert unknown[0] == unknown[2] == unknown[1] - 1 == unknown[3] - 1


def test_texts_have_the_kind_that_their_name_tells() -> None:
    draft = "agreement:\n  reference: NIC-100500-A1B2C\n"
    page, made = dslint.parse({"b.yaml": draft, "a.txt": PAGE["page.txt"].encode()})
    assert (page.path, page.kind, made.path, made.kind) == ("a.txt", "register-page", "b.yaml", "draft")


def test_what_cannot_be_used_is_said() -> None:
    with pytest.raises(ValueError, match="there is no rule 'OPTX'"):
        dslint.Session(select=("OPTX",))
    with pytest.raises(ValueError, match="isoformat"):
        dslint.check(PAGE, as_of="yesterday")
    with pytest.raises(ValueError, match="does not exist"):
        dslint.parse("gone.txt")
    assert [str(error) for error in dslint.check("gone.txt").errors] == ["gone.txt: does not exist"]
    with pytest.raises(AttributeError, match="no attribute 'lint'"):
        dslint.lint  # noqa: B018
    assert set(dslint.__all__) <= set(dir(dslint))
    assert all(getattr(dslint, name) for name in dslint.__all__)


def test_it_says_in_short_what_it_is() -> None:
    session = dslint.Session(select=("OPT03",), vocabulary=ROWS)
    assert repr(session) == "Session(rules: 1, Vocabularies(sensitivity: 1))"
