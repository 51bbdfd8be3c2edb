"""The page of one rule: what it says, a record at which it fires beside one at which it does not, and why."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from dslint.engine.finding import Finding
from dslint.engine.rule import Rule
from dslint.engine.scan import Scanner
from dslint.model import Document
from dslint.reporters.rule_text import authority_line, certainties, scopes, severities
from dslint.rule_examples import document_of, findings_of_example
from dslint.tuples import NamedTuple


class Shown(NamedTuple):
    """An example of a rule, the document that it stands for, and what the rule finds in it."""

    name: str
    document: Document
    ignores: str | None
    findings: list[Finding]


def rule_page(rule: Rule, scanner: Scanner, profiles: list[str]) -> str:
    """The page as Markdown. `profiles` are the names of those that hold the rule."""
    bad, good = (
        [_shown(rule, scanner, example) for example in rule.examples[kind]] for kind in ("bad", "good")
    )
    return "\n".join(_sections(rule, profiles, bad, good)) + "\n"


def _shown(rule: Rule, scanner: Scanner, example: dict[str, Any]) -> Shown:
    document, _ = document_of(example, scanner.vocabularies)
    findings = findings_of_example(rule, scanner, example, document)
    return Shown(example["name"], document, example.get("ignores"), findings)


def _sections(rule: Rule, profiles: list[str], bad: list[Shown], good: list[Shown]) -> Iterator[str]:
    yield f"# {rule.title}\n"
    facts = (f"`{rule.id}`", f"`{rule.name}`", severities(rule), certainties(rule))
    yield " · ".join(facts) + "\n"
    yield f"{rule.summary}\n"
    yield f"dslint looks at {scopes(rule)}. Profiles: {', '.join(f'`{name}`' for name in profiles)}.\n"
    yield "## What dslint says\n"
    for message in dict.fromkeys(finding.message for finding in bad[0].findings):
        yield f"> {_prose(message)}\n"
    yield '<div class="examples" markdown="0">'
    yield from _figure(bad[0], "Fires")
    yield from _figure(good[0], "Silent")
    yield "</div>\n"
    yield f"## Why\n\n{rule.data['rationale'].strip()}\n"
    if rule.applies:
        yield f"## When it applies\n\n{rule.applies}\n"
    yield "## How to fix it\n"
    yield "\n".join(f"- {_prose(remedy)}" for remedy in _remedies(rule, bad)) + "\n"
    yield "## Source\n"
    yield "\n".join(f"- {authority_line(authority)}" for authority in rule.authorities) + "\n"
    if bad[1:] or good[1:]:
        yield "## More examples\n"
        for title, examples in (("Fires", bad[1:]), ("Silent", good[1:])):
            for shown in examples:
                yield '<details class="example">'
                yield f"<summary>{title}: {escape(shown.name)}</summary>"
                yield from _record(shown)
                yield "</details>\n"
    yield "## Switch it off\n"
    yield f"For one run: `dslint check --ignore {rule.id}`. For a project or one agreement, with a reason:"
    yield "see [ignores](../ignores.md)."


def _remedies(rule: Rule, bad: list[Shown]) -> list[str]:
    """One remedy for each template, filled in with what the first example that it fits says."""
    filled: dict[str, str] = {}
    for finding in (finding for shown in bad for finding in shown.findings):
        filled.setdefault(rule.cases[finding.case].remedy.source, finding.remedy)
    return list(dict.fromkeys(filled.values()))


def _figure(shown: Shown, title: str) -> Iterator[str]:
    yield "<figure>"
    yield f"<figcaption>{title}: {escape(shown.name)}</figcaption>"
    yield from _record(shown)
    yield "</figure>"


def _record(shown: Shown) -> Iterator[str]:
    """The lines of an example, with what the findings rest on marked: the primary side and the others."""
    marks: dict[int, set[tuple[int, int, str]]] = {}
    for finding in shown.findings:
        for number, side in enumerate(finding.evidence):
            line, column, end = side.span
            marks.setdefault(line, set()).add((column, end, "other" if number else "primary"))
    texts = shown.document.source or shown.document.lines
    lines = [_marked(text, marks.get(number, set())) for number, text in enumerate(texts, 1)]
    # A blank line would end the block of HTML for some renderers.
    yield "<pre><code>" + "\n".join(line or "&#8203;" for line in lines).rstrip("\n") + "</code></pre>"
    if shown.ignores:
        yield f"<pre><code>{escape(shown.ignores.strip())}</code></pre>"


def _marked(text: str, marks: set[tuple[int, int, str]]) -> str:
    """A line as HTML. Of marks that overlap, the one that begins first is shown, the longer one first."""
    shown, reached = "", 1
    for column, end, kind in sorted(marks, key=lambda mark: (mark[0], -mark[1], mark[2] != "primary")):
        if column >= reached and end > column:
            shown += escape(text[reached - 1 : column - 1], quote=False)
            shown += f'<mark class="{kind}">{escape(text[column - 1 : end - 1], quote=False)}</mark>'
            reached = end
    return shown + escape(text[reached - 1 :], quote=False).replace("\t", " | ")


def _prose(text: str) -> str:
    """Text of a finding within Markdown: nothing in it is markup."""
    return "".join(f"\\{each}" if each in "\\`*_{}[]<>#|" else each for each in text)
