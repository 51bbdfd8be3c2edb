"""Changed pages: edits by line of the untouched page, and what a check says of the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any, NamedTuple

from conftest import AS_OF, assemble

from dslint.engine.checked import Checked
from dslint.engine.evaluate import check_document
from dslint.engine.finding import Finding
from dslint.engine.load import RuleSet
from dslint.engine.run import collect_report


class Key(NamedTuple):
    """What two findings share when they are the same one, wherever it stands."""

    rule: str
    title: str | None
    places: int
    severity: str
    certainty: str
    texts: tuple[str, ...]


class Edited(NamedTuple):
    """A page after its edits, with the lines that read otherwise: of the untouched page, and of this one."""

    text: str
    before: frozenset[int]
    after: frozenset[int]


def edited(text: str, edits: list[dict[str, Any]]) -> Edited:
    """Edits are mappings of the untouched page's 1-based lines.

    `{line, replace, with}` changes words that stand once in the line, `{line, with}` the whole line,
    `{line, delete: true}` or `{line, to, delete: true}` takes lines out, and `{after, insert}` adds lines.
    """
    lines = [(line, False) for line in text.split("\n")]
    before: set[int] = set()
    for edit in sorted(edits, key=lambda each: each.get("line", each.get("after")), reverse=True):
        if "insert" in edit:
            added = edit["insert"].rstrip("\n").split("\n")
            lines[edit["after"] : edit["after"]] = [(line, True) for line in added]
            continue
        first, last = edit["line"], edit.get("to", edit["line"])
        before.update(range(first, last + 1))
        if "delete" in edit:
            del lines[first - 1 : last]
        elif "replace" in edit:
            line, _ = lines[first - 1]
            assert line.count(edit["replace"]) == 1, f"{edit} does not fit {line[:300]}"
            lines[first - 1] = line.replace(edit["replace"], edit["with"]), True
        else:
            lines[first - 1] = edit["with"], True
    after = (number for number, (_, changed) in enumerate(lines, 1) if changed)
    return Edited("\n".join(line for line, _ in lines), frozenset(before), frozenset(after))


def check(text: str, ruleset: RuleSet, path: str = "page.txt") -> list[Finding]:
    """Every finding of one page by itself."""
    result = check_document(assemble(path, text), ruleset.rules, ruleset.scanner, AS_OF)
    assert not result.errors
    return collect_report([Checked(result, {}, None)], ruleset).findings


def key(finding: Finding, without: Collection[int] = ()) -> Key:
    """`without` are lines whose texts do not count."""
    return Key(
        finding.rule,
        finding.title,
        len(finding.occurrences),
        finding.severity,
        finding.certainty,
        tuple(sorted(e.text for e in finding.evidence if e.span.line not in without)),
    )


def differences(
    before: list[Finding], after: list[Finding], page: Edited | None = None
) -> tuple[list[Finding], list[Finding]]:
    """The findings that are gone, and those that are new.

    With a page, a finding that is the same but for the words of changed lines is neither.
    """
    old = [key(finding, page.before if page else ()) for finding in before]
    new = [key(finding, page.after if page else ()) for finding in after]
    return _of(before, old, Counter(old) - Counter(new)), _of(after, new, Counter(new) - Counter(old))


def _of(findings: list[Finding], keys: list[Key], wanted: Counter[Key]) -> list[Finding]:
    chosen = []
    for finding, each in zip(findings, keys, strict=True):
        if wanted[each] > 0:
            wanted[each] -= 1
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
