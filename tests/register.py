"""An invented register in the layout of 2026, of any size, with the proportions of a real one.

In the workbook of 2021 an agreement has 177 lines of narrative: a quarter are blank, 30 are its own, and the
others stand in many. The figures below are counted there, but for CHANGED, which is assumed: it has
one version of each agreement. All words are invented, or the lines are those of the seeds with invented words
in them: then much is said that rules look for.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from workbooks import shared_workbook

AGREEMENTS = (
    "Reference Number", "Application Title", "Applicant Organisation", "Applicant Organisation Type",
    "Data Controller(s)", "Sole/Joint Data Controller", "DSA Start Date", "DSA End Date",
    "Does Sublicensing Apply", "For Commercial Purposes", "Objective for Processing", "Processing Activities",
    "Expected Output", "Expected Measurable Benefits", "Yielded Benefits",
)  # fmt: skip
DATASETS = (
    "Reference Number", "Dataset", "Type of Data", "Sensitive or Non-Sensitive", "Frequency",
    "Legal Basis for Provision of Data", "Common Law Duty of Confidentiality",
)  # fmt: skip
RELEASES = (
    "File Reference", "Reference Number", "Dataset", "Type of Data", "Sensitive or Non-Sensitive",
    "Patient Opt-Outs Applied", "Legal Basis for Provision of Data", "Frequency", "Month File Released",
)  # fmt: skip
BLANK, OWN, CHANGED = 45, 30, 4  # lines of a version that are blank, of its agreement alone, or of it alone
SHARES = (51, 62, 34, 25, 5)  # how the lines fall to the five narrative columns
LINES = sum(SHARES)
# How many words a line has that is not blank: as many lines lie between each two.
LENGTHS = (1, 2, 4, 6, 7, 9, 11, 13, 15, 18, 22, 26, 30, 36, 43, 51, 63, 80, 150)
# How many words take which share of a text: ten words are a quarter of all that is written.
FREQUENT = ((10, 0.241), (50, 0.412), (100, 0.49), (500, 0.708), (1000, 0.809), (5000, 0.967), (30_000, 1.0))
REPLACED = 0.15  # the share of words that are invented among those of the seeds
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PSEUDONYMISED = "Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)"
SUPPORTED = (
    "Health and Social Care Act 2012 – s261(7);"
    " National Health Service Act 2006 - s251 - 'Control of patient information'."
)
ANONYMISED = "Anonymised - ICO Code Compliant"


def invented(chance: random.Random, syllables: tuple[int, int] = (2, 4)) -> str:
    return "".join(
        chance.choice("bdfglmnprstv") + chance.choice("aeiou") for _ in range(chance.randint(*syllables))
    )


def _invented_lines(chance: random.Random) -> Callable[[], str]:
    """A source of lines of invented words, some frequent and most rare."""
    words = [invented(chance, (1, 2) if rank < 50 else (2, 4)) for rank in range(FREQUENT[-1][0])]
    groups, first = [], 0
    for last, _ in FREQUENT:
        groups.append(words[first:last])
        first = last
    shares = [share for _, share in FREQUENT]

    def line() -> str:
        place = chance.randrange(len(LENGTHS) - 1)
        chosen = chance.choices(groups, cum_weights=shares, k=chance.randint(*LENGTHS[place : place + 2]))
        return " ".join(map(chance.choice, chosen)).capitalize() + "."

    return line


def _seed_lines(chance: random.Random, seeds: Path) -> Callable[[], str]:
    """A source of lines of the seeds with invented words in them."""
    source = [
        line
        for path in sorted(seeds.glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
        and " — DARS" not in line
        and not line.startswith(("Opt outs", "Legal basis", "When:"))
    ]

    def line() -> str:
        words = chance.choice(source).split(" ")
        words.insert(chance.randint(0, len(words)), invented(chance))
        return " ".join(invented(chance) if chance.random() < REPLACED else word for word in words)

    return line


Sheets = dict[str, list[tuple[str, ...]]]


def register(versions: int, rows: int, seeds: Path | None = None, per_agreement: float = 2.8) -> bytes:
    """A workbook with so many versions and release rows; with `seeds`, its lines are theirs."""
    return shared_workbook({**sheets_of_register(versions, rows, seeds, per_agreement)})


def next_edition(sheets: Sheets, share: float) -> Sheets:
    """The edition of the next month: a share of the agreements says something else or is new, and these stand
    above the others, whose rows move down."""
    chance = random.Random(2027)
    head, *agreements = sheets["Agreements"]
    numbers = sorted({row[0].rsplit("-v", 1)[0] for row in agreements})
    changed = set(chance.sample(numbers, max(1, round(share * len(numbers)))))
    now = [
        (*row[:11], f"{row[11]}\nThis is said since this month.", *row[12:])
        if row[0].rsplit("-v", 1)[0] in changed
        else row
        for row in agreements
    ]
    now.sort(key=lambda row: row[0].rsplit("-v", 1)[0] not in changed)
    head_of_releases, *releases = sheets["DataReleases"]
    more = [("NEW0001", *releases[0][1:])]
    return {**sheets, "Agreements": [head, *now], "DataReleases": [head_of_releases, *more, *releases]}


def sheets_of_register(
    versions: int, rows: int, seeds: Path | None = None, per_agreement: float = 2.8
) -> Sheets:
    """The sheets of `register`."""
    chance = random.Random(2026)
    line = _seed_lines(chance, seeds) if seeds else _invented_lines(chance)
    blank = chance.sample(range(LINES), BLANK)
    filled = [place for place in range(LINES) if place not in blank]
    templates = [["" if place in blank else line() for place in range(LINES)] for _ in range(40)]
    datasets = [f"{invented(chance).title()} {invented(chance)} Data Set" for _ in range(79)]
    terms = [
        (dataset, kind, sensitivity, frequency, basis, confidentiality)
        for dataset in datasets
        for kind, basis, confidentiality in (
            (ANONYMISED, PSEUDONYMISED, "Does not include the flow of confidential data"),
            ("Identifiable", SUPPORTED, "Section 251 NHS Act 2006"),
        )
        for sensitivity, frequency in ((("Sensitive", "One-Off"), ("Non-Sensitive", "Ongoing")))
    ]
    agreements: list[tuple[str, ...]] = [AGREEMENTS]
    all_terms: list[tuple[str, ...]] = [DATASETS]
    releases: list[tuple[str, ...]] = [RELEASES]
    made = 0
    while made < versions:
        number = 100000 + made
        reference = f"DARS-NIC-{number}-{invented(chance)[:4].upper()}{number % 10}"
        body = list(chance.choice(templates))
        for place in chance.sample(filled, OWN):
            body[place] = line()
        recipient = (
            f"{invented(chance).title()} {chance.choice(('NHS Trust', 'University', 'Council', 'Limited'))}"
        )
        title = " ".join(invented(chance) for _ in range(6))
        chosen = chance.sample(terms, min(12, 1 + int(chance.expovariate(1 / 7))))
        for version in range(min(versions - made, 1 + int(chance.expovariate(1 / (per_agreement - 0.5))))):
            if version:
                for place in chance.sample(filled, CHANGED):
                    body[place] = line()
            full = f"{reference}-v{version}.{chance.randint(0, 4)}"
            year = 2016 + version
            cells, start = [], 0
            for share in SHARES:
                cells.append("\n".join(body[start : start + share]))
                start += share
            agreements.append(
                (full, title, recipient, "Academic", recipient, "Sole Data Controller", f"{year}-04-01",
                 f"{year + 3}-03-31", "No", "No", *cells)
            )  # fmt: skip
            for dataset, kind, sensitivity, frequency, basis, confidentiality in chosen:
                all_terms.append((full, dataset, kind, sensitivity, frequency, basis, confidentiality))
            made += 1
    each = rows / versions
    files = 0
    by_version: dict[str, list[tuple[str, ...]]] = {}
    for term in all_terms[1:]:
        by_version.setdefault(term[0], []).append(term)
    for place, agreement in enumerate(agreements[1:], 1):
        while files < round(place * each):
            files += 1
            _, dataset, kind, sensitivity, frequency, basis, _ = chance.choice(by_version[agreement[0]])
            year = int(agreement[6][:4]) + chance.randint(0, 2)
            answer = "Yes" if kind == "Identifiable" else "No"
            releases.append(
                (f"FILE{files:07}", agreement[0], dataset, kind, sensitivity, answer, basis, frequency,
                 f"{chance.choice(MONTHS)}-{year % 100:02}")
            )  # fmt: skip
    return {"Agreements": agreements, "Datasets": all_terms, "DataReleases": releases}
