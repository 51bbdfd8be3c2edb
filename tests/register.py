"""An invented register in the layout of 2026, of any size, with the proportions of a real one.

In the workbook of 2021 an agreement has 180 lines of narrative of which 37 are its own, the others being
templates that many share, and 1.6 different combinations of values in its rows, of 116 in all. Versions of an
agreement differ in a few lines. The lines are those of the seeds, each with invented words in it.
"""

from __future__ import annotations

import random
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
LINES, OWN, CHANGED = 180, 37, 4  # lines of a version, of its agreement alone, and changed by a version
SHARES = (60, 62, 22, 27, 9)  # how the lines fall to the five narrative columns
REPLACED = 0.15  # the share of words that are invented; the seeds say more of note than most agreements
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PSEUDONYMISED = "Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)"
SUPPORTED = (
    "Health and Social Care Act 2012 – s261(7);"
    " National Health Service Act 2006 - s251 - 'Control of patient information'."
)
ANONYMISED = "Anonymised - ICO Code Compliant"


def invented(chance: random.Random) -> str:
    return "".join(
        chance.choice("bdfglmnprstv") + chance.choice("aeiou") for _ in range(chance.randint(2, 4))
    )


def register(seeds: Path, versions: int, rows: int, per_agreement: float = 2.8) -> bytes:
    """A workbook with so many versions and release rows."""
    chance = random.Random(2026)
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

    templates = [[line() for _ in range(LINES)] for _ in range(40)]
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
    agreements, all_terms, releases = [AGREEMENTS], [DATASETS], [RELEASES]
    made = 0
    while made < versions:
        number = 100000 + made
        reference = f"DARS-NIC-{number}-{invented(chance)[:4].upper()}{number % 10}"
        body = list(chance.choice(templates))
        for place in chance.sample(range(LINES), OWN):
            body[place] = line()
        recipient = (
            f"{invented(chance).title()} {chance.choice(('NHS Trust', 'University', 'Council', 'Limited'))}"
        )
        title = " ".join(invented(chance) for _ in range(6))
        chosen = chance.sample(terms, min(12, 1 + int(chance.expovariate(1 / 7))))
        for version in range(min(versions - made, 1 + int(chance.expovariate(1 / (per_agreement - 0.5))))):
            if version:
                for place in chance.sample(range(LINES), CHANGED):
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
    return shared_workbook({"Agreements": agreements, "Datasets": all_terms, "DataReleases": releases})
