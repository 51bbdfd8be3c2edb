"""Measure the rules: how many kept cases are right, and how much of a person's reading is found.

`make eval` prints the figures of now beside the committed ones. `python tests/eval.py --write` commits
them to `eval.yaml`, and the cases that are not right yet with them. A case that was right and is no
longer, or a figure that is not written down, makes the exit code 1.

The readings and the workbook of 2021 are not part of the project. They are read from a folder beside it
when that is there, and left out when it is not.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from dslint.assembler import assemble_source
from dslint.engine.evaluate import check_document, one_by_one
from dslint.engine.finding import Finding, fold_findings
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.select import STRICT
from dslint.facts import AgreementFacts, DocumentFacts
from dslint.facts.organisations import Organisations
from dslint.model import Document
from dslint.sources import collect, read_input
from dslint.vocabularies import BUILT_IN

identify = BUILT_IN.derived(Organisations).identify
HERE = Path(__file__).parent
CASES = HERE / "cases"
FIGURES = HERE / "eval.yaml"
BESIDE = HERE.parent.parent / "shared"
READINGS = BESIDE / "readings"
WORKBOOK = BESIDE / "data" / "release-register-2021-02.xlsx"
AS_OF = "2026-11-22"
HEAD = "# Written by tests/eval.py --write: what is measured, and what is not right yet.\n"
GRAVITY = {"info": 0, "warning": 1, "error": 2}
COMMISSIONERS = {"ccg", "icb", "council"}


class Checked(NamedTuple):
    document: Document
    findings: list[Finding]


@cache
def rules() -> RuleSet:
    return RuleChoice(profile=STRICT).load()


def check(path: Path) -> Checked:
    """One file with every rule, as it stands alone."""
    given = collect([str(path)])[0]
    document = assemble_source(path.name, read_input(given, BUILT_IN), BUILT_IN)
    result = check_document(document, rules().rules, rules().scanner, AS_OF)
    return Checked(document, fold_findings(one_by_one(rules().rules, [result])))


def expectations() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = yaml.safe_load((CASES / "cases.yaml").read_text("utf-8"))
    return data


def problems(expected: dict[str, Any], checked: Checked) -> list[str]:
    """What is not as the case says it must be."""
    return [*_of_findings(expected, checked.findings), *_of_bodies(expected, checked.document)]


def _of_findings(expected: dict[str, Any], findings: list[Finding]) -> Iterator[str]:
    wanted = expected.get("fires", [])
    if wanted:
        found = [f for f in findings if f.rule in wanted or "any" in wanted]
        right = [f for f in found if all(_speaks_of(f, text) for text in expected.get("about", []))]
        if not right:
            yield f"{' or '.join(wanted)} does not fire" + (" there" if found else "")
        elif "count" in expected and len(found) != expected["count"]:
            yield f"{len(found)} findings, not {expected['count']}"
    for rule in expected.get("silent", []):
        if any(f.rule == rule for f in findings):
            yield f"{rule} fires"
    for rule, most in expected.get("at_most", {}).items():
        if any(f.rule == rule and GRAVITY[f.severity] > GRAVITY[most] for f in findings):
            yield f"{rule} is more than {most}"
    for rule, texts in expected.get("not_about", {}).items():
        if any(f.rule == rule and _speaks_of(f, text) for f in findings for text in texts):
            yield f"{rule} speaks of {', '.join(texts)}"
    for rule in expected.get("possible", []):
        if any(f.rule == rule and f.certainty == "certain" and f.severity == "error" for f in findings):
            yield f"{rule} is certain"


def _speaks_of(finding: Finding, text: str) -> bool:
    said = [finding.message, *(evidence.text for evidence in finding.evidence)]
    return any(text.casefold() in each.casefold() for each in said)


def _of_bodies(expected: dict[str, Any], document: Document) -> Iterator[str]:
    bodies = [recognised(facts) for facts in DocumentFacts(document).agreements]
    for role in ("processors", "controllers", "acting"):
        names = {name for each in bodies for name in each[role]}
        for name in expected.get(role, []):
            if not any(same_body(name, other) for other in names):
                yield f"{name} is not among the {role}"
        if expected.get("only") and role in expected:
            for other in sorted(names):
                if not any(same_body(name, other) for name in expected[role]):
                    yield f"{other} is among the {role}"
    every = {name for each in bodies for names in each.values() for name in names}
    for name in expected.get("never", []):
        if any(name.casefold() in other.casefold() for other in every):
            yield f"{name} is taken for a body"
    if "declared" in expected:
        number = len({identify(name)[0] for each in bodies for name in each["processors"]})
        if number != expected["declared"]:
            yield f"{number} declared processors, not {expected['declared']}"


def recognised(facts: AgreementFacts) -> dict[str, set[str]]:
    """The names of the bodies of a record, by role."""

    def names(*collections: str) -> set[str]:
        items = [item for name in collections for item in facts.collection(name) or []]
        return {str(item.get("name") or item.text) for item in items}

    return {
        "processors": names("processors"),
        "controllers": names("named_controllers", "controllers"),
        "acting": names("actors"),
    }


def same_body(one: str, other: str) -> bool:
    """Whether two names are spelt so alike that a reader takes them for one."""
    first, second = _words(one), _words(other)
    return bool(first and second) and (first <= second or second <= first)


_NO_PART_OF_A_NAME = {"the", "of", "and", "for", "nhs", "ltd", "limited", "plc", "llp", "uk"}


def _words(name: str) -> set[str]:
    spelt = re.sub(r"commissioning support unit", "csu", name.casefold())
    spelt = re.sub(r"clinical commissioning group", "ccg", spelt)
    spelt = re.sub(r"\bdata ?cent(?:re|er)s?\b", "datacentre", spelt)
    return {word for word in re.findall(r"\w+", spelt) if word not in _NO_PART_OF_A_NAME}


def run_cases() -> dict[str, list[str]]:
    """Every case, with what is not right about it."""
    return {name: problems(expected, check(CASES / name)) for name, expected in expectations().items()}


# The readings.

# How a reading names the kinds that had no rule, and the rules that now say it.
KINDS = {
    "NEW-stale-target": {"TRM08"},
    "NEW-stale-date": {"TRM08"},
    "NEW-tense": {"BEN03", "TRM08"},
    "NEW-yielded-empty": {"BEN01", "BEN03"},
    "NEW-output-level": {"OUT04"},
    "NEW-consultant-identifiability": {"OUT04"},
    "NEW-aggregate-vs-record": {"OUT04", "DAT08"},
    "NEW-level-of-data": {"DAT08"},
    "NEW-identifier-contradiction": {"DAT08", "DAT10"},
    "NEW-sensitive-scope": {"DAT10"},
    "NEW-amendment-residue": {"QLT08"},
    "NEW-output-needs-dataset": {"DAT02", "DAT09"},
    "NEW-who-controls": {"PTY10"},
    "NEW-joint-arrangement": {"PTY10"},
    "NEW-recipient-not-controller": {"PTY11"},
    "NEW-recipient-no-access": {"PTY11"},
    "NEW-controller-not-named": {"PTY11"},
    "NEW-role-inconsistent": {"PTY13"},
    "NEW-only-for": {"PUR05"},
    "NEW-purpose-creep": {"PUR05"},
    "NEW-benefit-beyond-purpose": {"PUR05"},
    "NEW-cohort-definition": {"PUR05"},
    "NEW-basis-silent": {"LB07"},
    "NEW-s251-silent": {"LB07"},
    "NEW-gdpr-art9": {"LB09"},
    "NEW-gdpr-claim": {"LB09"},
    "NEW-cldc": {"OPT09"},
    "NEW-retention-absent": {"TRM09"},
    "NEW-gdpr-absent": {"LB10"},
    "NEW-territory": {"SEC08"},
    "NEW-location": {"SEC07"},
}
# One fact may be told by another rule than the one that the reader thought of.
ALSO = {
    "OPT03": {"XRC01"},
    "XRC01": {"OPT03"},
    "PUR04": {"LNK02"},
    "LNK02": {"PUR04", "DAT08"},
    "LB05": {"LB07"},
    "PTY09": {"PTY14"},
    "XRC04": {"DAT02"},
    "DAT02": {"DAT09", "XRC04"},
    "PTY07": {"PTY08"},
    "PTY01": {"PTY02"},
}


class Reading(NamedTuple):
    number: str
    rule: str
    sure: bool


def readings() -> list[Reading]:
    with (READINGS / "blind.frozen.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if len(row) >= 6]
    return [Reading(row[0], row[1], row[5] == "C") for row in rows]


def roles() -> list[tuple[str, str, str]]:
    """Number of the agreement, body and role, as a reader took them from the text."""
    with (READINGS / "roles.frozen.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if len(row) >= 3]
    return [(row[0], row[1], row[2]) for row in rows]


def number_of(reference: str | None) -> str:
    found = re.search(r"NIC-0*(\d+)", reference or "")
    return found.group(1) if found else ""


def read_figures() -> dict[str, Any]:
    """Recall of the readings by rule and by kind of body, and of the roles; {} without the readings."""
    if not (READINGS.is_dir() and WORKBOOK.is_file()):
        return {}
    checked = check(WORKBOOK)
    facts = DocumentFacts(checked.document)
    wanted = readings()
    numbers = {each.number for each in wanted} | {number for number, _, _ in roles()}
    fired: dict[str, set[str]] = defaultdict(set)
    for finding in checked.findings:
        told = [one.agreement for one in finding.occurrences] or [finding.agreement]
        for reference in {*told, *finding.agreements}:
            fired[number_of(reference)].add(finding.rule)
    body: dict[str, str] = {}
    seen: dict[str, dict[str, set[str]]] = {}
    for each in facts.agreements:
        number = number_of(each.agreement.base_reference)
        if number in numbers:
            organisation = each.agreement.organisation
            kind = identify(organisation.text)[1] if organisation else None
            body[number] = "commissioners" if kind in COMMISSIONERS else "others"
            names = seen.setdefault(number, {"processors": set(), "controllers": set(), "acting": set()})
            for role, found in recognised(each).items():
                # A reader writes the full name of what the text prints as an acronym.
                names[role] |= found | {each.registry.resolve(name, identify(name)[0])[0] for name in found}
            if organisation:
                names["controllers"].add(organisation.text)
    return {
        "readings": {
            "confident": _recall(
                (_found(e, fired), body.get(e.number, "others"))
                for e in wanted
                if e.sure and not e.rule.startswith("NEW")
            ),
            "confident with new kinds": _recall(
                (_found(e, fired), body.get(e.number, "others")) for e in wanted if e.sure
            ),
            "by rule": _by_rule((e.rule, _found(e, fired)) for e in wanted if e.sure),
        },
        "roles": {
            "declared processors": _roles("processor-declared", ["processors"], seen, body),
            "acting undeclared": _roles("acts-undeclared", ["acting"], seen, body),
            "controllers": _roles("controller", ["controllers"], seen, body),
        },
        "findings": dict(sorted(Counter(f.rule for f in checked.findings).items())),
        "severity": dict(sorted(Counter(f.severity for f in checked.findings).items())),
    }


def _found(reading: Reading, fired: dict[str, set[str]]) -> bool:
    rule = reading.rule
    told_by = {rule} | KINDS.get(rule, set()) | ALSO.get(rule, set())
    return bool(told_by & fired[reading.number])


def _roles(
    role: str, kept_as: list[str], seen: dict[str, dict[str, set[str]]], body: dict[str, str]
) -> dict[str, str]:
    def found(number: str, name: str) -> bool:
        names = [other for key in kept_as for other in seen.get(number, {}).get(key, ())]
        return any(same_body(name, other) for other in names)

    return _recall(
        (found(number, name), body.get(number, "others"))
        for number, name, as_read in roles()
        if as_read == role
    )


def _recall(found: Iterable[tuple[bool, str]]) -> dict[str, str]:
    counts: dict[str, list[int]] = {"all": [0, 0], "commissioners": [0, 0], "others": [0, 0]}
    for right, kind in found:
        for key in ("all", kind):
            counts[key][0] += right
            counts[key][1] += 1
    return {key: f"{right} of {number}" for key, (right, number) in counts.items()}


def _by_rule(found: Iterable[tuple[str, bool]]) -> dict[str, str]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for rule, right in found:
        counts[rule][0] += right
        counts[rule][1] += 1
    return {rule: f"{right} of {number}" for rule, (right, number) in sorted(counts.items())}


def figures() -> dict[str, Any]:
    """Everything that is measured; the cases that are not right with what is wrong about them."""
    told = run_cases()
    expected = expectations()
    kinds = _by_rule((expected[name]["kind"], not wrong) for name, wrong in told.items())
    by_rule = _by_rule(
        (rule, not wrong)
        for name, wrong in told.items()
        for rule in {*expected[name].get("fires", []), *expected[name].get("silent", [])}
        | set(expected[name].get("at_most", {}))
    )
    must_fire = [name for name in told if "fires" in expected[name]]
    quiet = [name for name in told if "silent" in expected[name] or "at_most" in expected[name]]
    return {
        "cases": {
            "right": f"{sum(not wrong for wrong in told.values())} of {len(told)}",
            "recall": f"{sum(not told[name] for name in must_fire)} of {len(must_fire)}",
            "silent where they must be": f"{sum(not told[name] for name in quiet)} of {len(quiet)}",
            "by kind": kinds,
            "by rule": by_rule,
        },
        **read_figures(),
        "not right yet": {name: "; ".join(wrong) for name, wrong in told.items() if wrong},
    }


def lines_of(now: dict[str, Any], committed: dict[str, Any], depth: int = 0) -> Iterator[str]:
    """A table: the figure of now, and the committed one where it is another."""
    for key, value in now.items():
        before = committed.get(key)
        if isinstance(value, dict):
            yield "  " * depth + key
            yield from lines_of(value, before if isinstance(before, dict) else {}, depth + 1)
        else:
            changed = "" if before == value else f"   (committed: {'none' if before is None else before})"
            yield f"{'  ' * depth}{key:<{44 - 2 * depth}} {value}{changed}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the rules.")
    parser.add_argument("--write", action="store_true", help="write the figures to eval.yaml")
    given = parser.parse_args()
    committed = yaml.safe_load(FIGURES.read_text("utf-8")) if FIGURES.is_file() else {}
    now = figures()
    if "readings" not in now:
        print("The readings are not at hand: only the cases are measured.", file=sys.stderr)
    print("\n".join(lines_of(now, committed)))
    before, wrong = set(committed.get("not right yet", {})), set(now["not right yet"])
    lost, won = (sorted(wrong - before), sorted(before - wrong)) if committed else ([], [])
    for name in lost:
        print(f"was right and is no longer: {name}: {now['not right yet'][name]}")
    for name in won:
        print(f"is right now: {name}")
    if given.write:
        kept = {key: committed[key] for key in committed.keys() - now.keys()}
        text = yaml.safe_dump({**now, **kept}, sort_keys=False, allow_unicode=True, width=110)
        FIGURES.write_text(f"{HEAD}{text}", "utf-8")
        return 0
    if won:
        print("Run python tests/eval.py --write to write down what is right now.")
    return 1 if lost or won else 0


if __name__ == "__main__":
    sys.exit(main())
