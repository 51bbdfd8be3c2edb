"""Findings as JUnit XML: a suite for each document, with a test for each agreement that a finding applies to,
or one that passed for none.

What is at or above the severity that fails the run is a failed test, so that the tests and the exit code
agree; what is below has passed, and stands in the output of its suite.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from xml.etree import ElementTree as Xml

from dslint.engine.finding import Finding
from dslint.engine.report import Report, RunError
from dslint.engine.rule import SEVERITIES
from dslint.reporters import place
from dslint.reporters.by_agreement import all_shares
from dslint.reporters.escape import visible, xml_log_safe
from dslint.reporters.phrases import side, title
from dslint.reporters.view import DEFAULT_VIEW, View
from dslint.version import __version__

NEVER = "never"


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    root = Xml.Element("testsuites")
    by_path: dict[str, list[Finding]] = {document.path: [] for document in report.with_agreements}
    for share in all_shares(report.findings):
        by_path.setdefault(share.part.primary.path, []).append(share.part)
    errors: dict[str, list[RunError]] = {}
    for error in report.errors:
        errors.setdefault(error.path, []).append(error)
    for number, path in enumerate(sorted({*by_path, *errors})):
        root.append(_suite(number, path, by_path.get(path, []), errors.get(path, []), view))
    Xml.indent(root)
    text = Xml.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml_log_safe(text)}\n'


def _suite(
    number: int, path: str, findings: list[Finding], errors: list[RunError], view: View
) -> Xml.Element:
    failing = _failing(view.fail_on)
    failed = [finding for finding in findings if finding.severity in failing]
    passed = [finding for finding in findings if finding.severity not in failing]
    suite = Xml.Element(
        "testsuite",
        id=str(number),
        name=visible(path),
        package="dslint",
        tests=str(len(findings) + len(errors) or 1),
        failures=str(len(failed)),
        errors=str(len(errors)),
        time="0",
        timestamp=f"{view.as_of}T00:00:00",
        hostname="localhost",
    )
    Xml.SubElement(Xml.SubElement(suite, "properties"), "property", name="dslint", value=__version__)
    for error in errors:
        case = _case(suite, path, "can be checked")
        Xml.SubElement(case, "error", type="not-checked", message=visible(error.message))
    for finding in findings:
        case = _case(suite, path, _name(finding))
        if finding.severity in failing:
            failure = Xml.SubElement(case, "failure", type=finding.severity, message=visible(finding.message))
            failure.text = "\n".join(map(visible, _text(finding)))
    if not findings and not errors:
        _case(suite, path, "no findings")
    below = [f"{finding.severity}: {line}" for finding in passed for line in _text(finding)]
    Xml.SubElement(suite, "system-out").text = "\n".join(map(visible, below))
    Xml.SubElement(suite, "system-err").text = "\n".join(visible(error.message) for error in errors)
    return suite


def _failing(fail_on: str) -> tuple[str, ...]:
    return () if fail_on == NEVER else SEVERITIES[: SEVERITIES.index(fail_on) + 1]


def _case(suite: Xml.Element, path: str, name: str) -> Xml.Element:
    # Readers of JUnit split the class at its last dot.
    classname = os.path.splitext(path)[0].replace(".", "_").replace("/", ".")
    return Xml.SubElement(suite, "testcase", classname=visible(classname), name=visible(name), time="0")


def _name(finding: Finding) -> str:
    """The same in every edition: the fingerprint does not move with the lines."""
    parts = (title(finding), finding.agreement, finding.fingerprint[:8])
    return " ".join(part for part in parts if part)


def _text(finding: Finding) -> Iterator[str]:
    yield f"{place.where(finding.primary.path, finding.primary.at)}: {title(finding)}"
    yield finding.message
    for evidence in finding.evidence:
        yield f"  {side(evidence)}"
    for one in place.further(finding, finding.evidence):
        yield f"  also {place.occurrence(one, finding)}"
    yield f"Fix: {finding.remedy}"
    for authority in finding.authority:
        yield f"Source: {authority.line()}"
