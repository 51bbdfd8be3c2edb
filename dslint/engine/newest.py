"""Findings about the newest versions alone."""

from __future__ import annotations

from collections import Counter

from dslint.engine.evaluate import DocumentResult
from dslint.engine.finding import Finding

OLDER = "{:,} findings about older versions are"


def of_newest_versions(found: list[Finding], results: list[DocumentResult]) -> list[Finding]:
    """The findings without those about versions that newer ones replace; how many these are is a remark."""
    older = Counter(finding.primary.path for finding in found if finding.replaced_by)
    for result in results:
        if number := older[result.path]:
            what = "1 finding about an older version is" if number == 1 else OLDER.format(number)
            result.remarks = [*result.remarks, f"{what} left out; --versions all shows what is about each"]
    return [finding for finding in found if not finding.replaced_by]
