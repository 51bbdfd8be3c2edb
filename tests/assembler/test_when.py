"""The dates of a page, in every spelling that people use."""

from __future__ import annotations

import pytest

from dslint.assembler.when import read_when
from dslint.model import Period
from dslint.tokenizer.lexicon import Lexicon
from dslint.values.cells import read_date
from dslint.vocabularies import BUILT_IN

WORDS = BUILT_IN.derived(Lexicon)

Ends = tuple[str | None, str | None]


def ends(period: Period) -> Ends:
    return (
        period.start.text if period.start else None,
        period.end.text if period.end else None,
    )


@pytest.mark.parametrize(
    ("raw", "dsa", "release"),
    [
        ("DSA runs 2025-03-01 — 2026-02-28", ("2025-03-01", "2026-02-28"), (None, None)),
        ("DSA runs 01/03/2025 to 28/02/2026", ("2025-03-01", "2026-02-28"), (None, None)),
        ("DSA runs from 1 March 2025 until 28th February 2026", ("2025-03-01", "2026-02-28"), (None, None)),
        ("DSA runs 1-Mar-25 - 28-Feb-26", ("2025-03-01", "2026-02-28"), (None, None)),
        ("DSA runs March 2025 – ongoing 2025.04 — 2025.06.", ("2025-03", None), ("2025-04", "2025-06")),
        ("DSA runs 2025-03-01 — No 2025.11 and 2026.01", ("2025-03-01", None), ("2025-11", "2026-01")),
        ("2025.11 — 2025.12. 2026.02 — 2026.03.", (None, None), ("2025-11", "2026-03")),
        ("unknown — 11/2016", (None, None), (None, "2016-11")),
        ("DSA runs 2025/03/01 to 2026/02/28", ("2025-03-01", "2026-02-28"), (None, None)),
        ("DSA runs 2025.3.1 - 2026.2.28 2025.04.", ("2025-03-01", "2026-02-28"), ("2025-04", "2025-04")),
        (
            "DSA start date 1 March 2025, end date: 28 February 2026",
            ("2025-03-01", "2026-02-28"),
            (None, None),
        ),
        ("DSA term: starts on 01/03/2025 and ends on 28/02/2026", ("2025-03-01", "2026-02-28"), (None, None)),
        (
            "DSA runs from the 3rd of March 2025 until the 2nd of March 2026",
            ("2025-03-03", "2026-03-02"),
            (None, None),
        ),
        ("DSA runs Sat 1 March 2025 to Saturday, 28 Feb 2026", ("2025-03-01", "2026-02-28"), (None, None)),
        ("DSA runs until 28 February 2026", (None, "2026-02-28"), (None, None)),
        ("2018.06.", (None, None), ("2018-06", "2018-06")),
        ("DSA runs from 2025-03-01", ("2025-03-01", None), (None, None)),
        ("DSA runs 2024-02-29 — 2025-02-28", ("2024-02-29", "2025-02-28"), (None, None)),
    ],
)
def test_spellings(
    raw: str, dsa: tuple[str | None, str | None], release: tuple[str | None, str | None]
) -> None:
    read = read_when(raw, 1, 6, WORDS)
    assert (ends(read.dsa), ends(read.release), read.incident, read.unread) == (dsa, release, None, ())


@pytest.mark.parametrize(
    ("raw", "unread"),
    [
        ("DSA runs 2025-02-30 — 2026-02-28", ["2025-02-30"]),
        ("DSA runs 2025-02-29 — 2026-13-01", ["2025-02-29", "2026-13-01"]),
        ("DSA runs 31/04/2025 to 28/02/2026", ["31/04/2025"]),
        ("to be agreed", ["to be agreed"]),
        ("DSA runs 1 March 2025 bis 28 February 2026", ["bis 28 February 2026"]),
        ("DSA runs 2025-03-01 — 31/12/9999", ["31/12/9999"]),
        ("renewed on 2025-03-01", ["renewed on 2025-03-01"]),
        ("DSA runs 2025-03-01 — 2026-02-28 see annex", ["see annex"]),
    ],
)
def test_what_is_no_date_is_named(raw: str, unread: list[str]) -> None:
    read = read_when(raw, 1, 6, WORDS)
    assert [value.text for value in read.unread] == unread
    assert read.incident is None
    for value in read.unread:
        assert raw[value.span.column - 6 : value.span.end_column - 6] == value.text


@pytest.mark.parametrize(
    "note",
    [
        "SMLS reported a DPA serious incident; breached contract and anonymisation code — audit report.",
        "breached contract (in May 2017) — audit report.",
        "The recipient reported a data incident.",
    ],
)
def test_an_incident_is_what_says_so(note: str) -> None:
    read = read_when(
        f"DSA runs 2019-02-01 — 2022-01-31 2018.06 — 2021.05. {note}", 1, 6, BUILT_IN.derived(Lexicon)
    )
    assert read.incident is not None
    assert (read.incident.text, read.unread) == (note, ())


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("DSA runs June 1, 2023 - May 31, 2026", "2023-06-01", "2026-05-31"),
        ("DSA runs 01.06.23 to 31.05.26", "2023-06-01", "2026-05-31"),
        ("DSA runs 01/06/23 — 31/05/26", "2023-06-01", "2026-05-31"),
        ("DSA runs from Sept 1st, 2023 until August 31st 2026", "2023-09-01", "2026-08-31"),
        ("DSA runs 01-06-2023 – 31-05-2026", "2023-06-01", "2026-05-31"),
    ],
)
def test_spellings_of_people(printed: str, start: str, end: str) -> None:
    read = read_when(printed, 1, 1, WORDS)
    assert ends(read.dsa) == (start, end)
    assert read.unread == ()


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("Thursday 1 June 2023", "2023-06-01"), ("31/05/2026 00:00:00", "2026-05-31"),
        ("20230601", "2023-06-01"), ("20231301", None),
        ("June 1, 2023", "2023-06-01"), ("31/02/23", None), ("32/13/23", None), ("1.2.3", None),
    ],
)  # fmt: skip
def test_dates_of_cells(cell: str, date: str | None) -> None:
    assert read_date(cell) == date
