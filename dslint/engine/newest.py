"""Findings about the newest versions alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dslint.engine.evaluate import DocumentResult
from dslint.engine.finding import Finding
from dslint.engine.once import order_of
from dslint.engine.rule import Rule


def of_newest_versions(
    found: list[Finding], results: list[DocumentResult], rules: Iterable[Rule]
) -> list[Finding]:
    """The findings without those about versions that newer ones replace. How many there are, and how many
    versions were not judged at all, are remarks.

    Each page knows the versions of its organisation. A newer version may be that of another one: the same
    body under a new name, or its successor.
    """
    moved = {result.path: _moved(result) for result in results}
    of_agreements = {rule.id for rule in rules if rule.scope == "agreement"}

    def is_older(finding: Finding) -> bool:
        about = finding.agreement, finding.organisation
        return about in moved.get(finding.primary.path, ()) and finding.rule in of_agreements

    older = Counter(finding.primary.path for finding in found if is_older(finding))
    for result in results:
        if number := not_judged([result]).total():
            what = "1 older version was" if number == 1 else f"{number:,} older versions were"
            result.remarks = [*result.remarks, f"{what} not judged; --versions all judges each"]
        if number := older[result.path]:
            one, several = (
                "1 finding about an older version is",
                f"{number:,} findings about older versions are",
            )
            what = one if number == 1 else several
            result.remarks = [*result.remarks, f"{what} left out; --versions all shows what is about each"]
    return [finding for finding in found if not is_older(finding)]


def not_judged(results: Iterable[DocumentResult]) -> Counter[str | None]:
    """How many versions are not judged unless all are, by the base reference of their agreement."""
    return Counter(record.reference for result in results for record in result.records if record.is_replaced)


def _moved(result: DocumentResult) -> set[tuple[str | None, str | None]]:
    """The agreements, each with an organisation that has no version of it as new as another one has."""
    newest: dict[str, dict[str | None, tuple[int, ...]]] = {}
    for record in result.records:
        if record.reference and (number := order_of(record.version)):
            of = newest.setdefault(record.reference, {})
            of[record.organisation] = max(of.get(record.organisation, number), number)
    return {
        (reference, organisation)
        for reference, of in newest.items()
        if len(of) > 1
        for organisation, number in of.items()
        if number < max(of.values())
    }
