"""Changed pages: edits by line of the untouched page, and what a check says of the outcome."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from conftest import AS_OF

from dslint.assembler import assemble
from dslint.engine.evaluate import check_document
from dslint.engine.finding import Finding
from dslint.engine.load import RuleSet
from dslint.engine.run import Checked, collect_report


class Key(NamedTuple):
    """What two findings share when they are the same one, wherever it stands."""

    rule: str
    title: str | None
    places: int
    severity: str
    certainty: str
    texts: tuple[str, ...]


def edited(text: str, edits: list[dict[str, Any]]) -> str:
    """The page after its edits, each a mapping of the untouched page's 1-based lines.

    `{line, replace, with}` changes words that stand once in the line, `{line, with}` the whole line,
    `{line, delete: true}` or `{line, to, delete: true}` takes lines out, and `{after, insert}` adds lines.
    """
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda each: each.get("line", each.get("after")), reverse=True):
        if "insert" in edit:
            lines[edit["after"] : edit["after"]] = edit["insert"].rstrip("\n").split("\n")
        elif "delete" in edit:
            del lines[edit["line"] - 1 : edit.get("to", edit["line"])]
        elif "replace" in edit:
            line = lines[edit["line"] - 1]
            assert line.count(edit["replace"]) == 1, f"{edit} does not fit {line[:300]}"
            lines[edit["line"] - 1] = line.replace(edit["replace"], edit["with"])
        else:
            lines[edit["line"] - 1] = edit["with"]
    return "\n".join(lines)


def check(text: str, ruleset: RuleSet, path: str = "page.txt") -> list[Finding]:
    """Every finding of one page by itself."""
    result = check_document(assemble(path, text), ruleset.rules, ruleset.scanner, AS_OF)
    assert not result.errors
    return collect_report([Checked(result, {}, None)], ruleset).findings


def key(finding: Finding) -> Key:
    return Key(
        finding.rule,
        finding.title,
        len(finding.occurrences),
        finding.severity,
        finding.certainty,
        tuple(sorted(e.text for e in finding.evidence)),
    )


def differences(before: list[Finding], after: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings that are gone, and those that are new."""
    old, new = Counter(map(key, before)), Counter(map(key, after))
    return _of(before, old - new), _of(after, new - old)


def _of(findings: list[Finding], wanted: Counter[Key]) -> list[Finding]:
    chosen = []
    for finding in findings:
        if wanted[key(finding)] > 0:
            wanted[key(finding)] -= 1
            chosen.append(finding)
    return chosen


def unfolded(ruleset: RuleSet) -> RuleSet:
    """The same rules with one finding for each agreement, and without those that compare agreements."""
    rules = [
        rule._replace(cases=tuple(case._replace(fold=None) for case in rule.cases))
        for rule in ruleset.rules
        if rule.scope == "agreement"
    ]
    return RuleSet(rules, ruleset.scanner, ruleset.compares_files)
