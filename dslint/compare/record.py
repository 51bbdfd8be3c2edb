"""What a history keeps of an edition, and the file of JSON Lines that it is kept in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dslint import __version__
from dslint.compare.edition import ReadEdition
from dslint.compare.sameness import Sameness
from dslint.digests import sha256
from dslint.engine.finding import Finding
from dslint.engine.rule import SEVERITIES
from dslint.tuples import NamedTuple

SCHEMA, VERSION = "dslint-history", 1


class StoreError(ValueError):
    """A file that is no history; one message for each line that is wrong, with its number."""


class Found(NamedTuple):
    """A finding in one agreement. `fingerprint` is of its words, and `meaning` of what they mean."""

    rule: str
    name: str
    severity: str
    certainty: str
    agreement: str | None
    organisation: str | None
    fingerprint: str
    meaning: str


class EditionRecord(NamedTuple):
    """`month` is YYYY-MM or None, and `dated_by` says what told it: edition, releases or file name.
    `digest` is of the inputs, `rules` of what they were checked by. `agreements` are organisations by
    reference."""

    path: str
    month: str | None
    dated_by: str | None
    digest: str
    dslint: str
    rules: str
    as_of: str
    agreements: dict[str, str | None]
    findings: tuple[Found, ...]


def record_of(edition: ReadEdition, digest: str, as_of: str) -> EditionRecord:
    month, dated_by = edition.month
    rules = sorted(rule.id for rule in edition.session.rules)
    return EditionRecord(
        edition.path,
        month,
        dated_by,
        digest,
        __version__,
        _digest(*rules),
        as_of,
        {reference: one.organisation for reference, one in sorted(edition.agreements.items())},
        tuple(_found(edition)),
    )


def _found(edition: ReadEdition) -> Iterable[Found]:
    """Findings by the agreements that they apply to, each once in an agreement."""
    statements = edition.session.vocabularies.derived(Sameness).statements
    found: dict[tuple[str, str | None, str], Found] = {}
    for finding in edition.apart:
        meaning = _digest(*sorted(next(iter(statements(finding)))[2]))
        for reference in _agreements(finding):
            snapshot = edition.agreements.get(reference) if reference else None
            one = Found(
                finding.rule,
                finding.name,
                finding.severity,
                finding.certainty,
                reference,
                (snapshot.organisation if snapshot else None) or finding.organisation,
                finding.fingerprint,
                meaning,
            )
            found.setdefault((one.rule, one.agreement, one.fingerprint), one)
    return found.values()


def _agreements(finding: Finding) -> list[str | None]:
    """The agreements that a finding applies to, one at least; None is the page."""
    named = dict.fromkeys([*(each.agreement for each in finding.occurrences), *finding.agreements])
    named = named or {finding.agreement: None}
    return [each for each in named if each is not None] or [None]


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def added(store: Iterable[EditionRecord], records: Iterable[EditionRecord]) -> list[EditionRecord]:
    """A store with some editions added; one of the same inputs takes the place of the older one."""
    found = {record.digest: record for record in store}
    found.update((record.digest, record) for record in records)
    return list(found.values())


def as_values(records: Iterable[EditionRecord]) -> Iterable[dict[str, Any]]:
    """What the lines of a store hold: a header, and an edition each."""
    yield {"schema": SCHEMA, "version": VERSION}
    for record in records:
        yield {**record._asdict(), "findings": [found._asdict() for found in record.findings]}


def parse(path: str, text: str) -> list[EditionRecord]:
    """The editions of a store. Raises StoreError."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    header = _json(lines[0][1]) if lines else {"schema": SCHEMA, "version": VERSION}
    if not isinstance(header, dict) or header.get("schema") != SCHEMA:
        raise StoreError(f'{path}:1: is no history: the first line must be {{"schema": "{SCHEMA}", ...}}')
    if header.get("version") != VERSION:
        raise StoreError(f"{path}:1: has version {header.get('version')}; this dslint reads {VERSION}")
    records, problems = [], []
    for number, line in lines[1:]:
        try:
            records.append(_record(_json(line)))
        except KeyError as missing:
            problems.append(f"{path}:{number}: is no edition: {missing.args[0]} is missing")
        except (TypeError, ValueError, AttributeError) as wrong:
            problems.append(f"{path}:{number}: is no edition: {wrong}")
    if problems:
        raise StoreError("\n".join(problems))
    return records


def _record(value: Any) -> EditionRecord:
    if not isinstance(value, dict):
        raise TypeError("is no JSON object")
    words = {key: value[key] for key in EditionRecord._fields if key not in {"agreements", "findings"}}
    for key, word in words.items():
        _check_word(key, word, key in {"month", "dated_by"})
    for reference, organisation in value["agreements"].items():
        _check_word(reference, organisation, True)
    findings = tuple(Found(**{key: one[key] for key in Found._fields}) for one in value["findings"])
    for one in findings:
        for key, word in one._asdict().items():
            _check_word(key, word, key in {"agreement", "organisation"})
        if one.severity not in SEVERITIES:
            raise ValueError(f"there is no severity {one.severity!r}")
    return EditionRecord(**words, agreements=dict(value["agreements"]), findings=findings)


def _check_word(key: str, word: object, may_be_none: bool) -> None:
    if not isinstance(word, str) and not (may_be_none and word is None):
        raise TypeError(f"{key} must be text")


def _json(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
