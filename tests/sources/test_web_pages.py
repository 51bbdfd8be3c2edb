"""Saved web pages: what a reader sees, and the way back to the file."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from conftest import RECORD, SEEDS, Cli, findings, page, without_lines
from hypothesis import given, settings
from hypothesis import strategies as st
from markup import FOOT, HEAD, MARKUPS

from dslint.assembler import assemble_source
from dslint.engine.finding import Finding
from dslint.engine.load import RuleSet
from dslint.model import Document, Span
from dslint.reporters.parse_json import document_value
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

SEED_FILES = sorted(SEEDS.glob("*.txt"))


def document(html: str | bytes, name: str = "page.html") -> Document:
    content = html.encode("utf-8") if isinstance(html, str) else html
    return assemble_source(name, understand(name, content, BUILT_IN), BUILT_IN)


def lines(html: str | bytes) -> list[str]:
    return document(html).lines


def folded(value: Any) -> Any:
    """With white space as a browser shows it."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return {key: folded(each) for key, each in value.items()}
    return [folded(each) for each in value] if isinstance(value, list) else value


def said(found: list[Finding]) -> Counter[tuple[object, ...]]:
    """What findings say and rest on, without places."""
    return Counter(
        (
            f.rule,
            f.severity,
            f.certainty,
            f.agreement,
            folded(without_lines(f.message)),
            *sorted(folded(e.text) for e in f.evidence),
        )
        for f in found
    )


@pytest.mark.parametrize("markup", MARKUPS.values(), ids=MARKUPS.keys())
@pytest.mark.parametrize("path", SEED_FILES, ids=lambda path: path.stem)
def test_a_seed_as_a_web_page(path: Path, markup: Callable[[str], str], ruleset: RuleSet) -> None:
    seed, html = page(path), markup(path.read_text("utf-8"))
    made = document(html)
    as_text, as_page = document_value(seed), document_value(made)
    assert (as_page["coverage"], as_page["unparsed"]) == (1.0, [])
    for key in ("organisation", "unsafe_file_count", "kind"):
        assert as_page[key] == as_text[key]
    for key in (
        "reference", "version", "title", "dsa_start", "dsa_end", "release_end", "controllers", "opt_outs",
        "opt_out_excuses", "legal_bases", "minutes", "purposes", "type_of_data",
    ):  # fmt: skip
        assert folded([a[key] for a in as_page["agreements"]]) == folded(
            [a[key] for a in as_text["agreements"]]
        )
    for one, other in zip(as_page["agreements"], as_text["agreements"], strict=True):
        assert [d["name"] for d in one["datasets"]] == [d["name"] for d in other["datasets"]]
        assert list(one["sections"]) == list(other["sections"])
    found = findings(made, ruleset)
    assert said(found) == said(findings(seed, ruleset))
    source = html.split("\n")
    for finding in found:
        for evidence in finding.evidence:
            at = evidence.at
            shown = source[at.line - 1 : at.end_line]
            shown[-1] = shown[-1][: at.end_column - 1]
            shown[0] = shown[0][at.column - 1 :]
            text = " ".join(unescape("\n".join(shown)).replace("<em>", "").replace("</em>", "").split())
            for tag in ("<strong>", "</strong>", "</th>", "<td>"):
                text = text.replace(tag, "")
            assert text.split() == evidence.text.split()


def test_text_as_a_reader_sees_it() -> None:
    html = """<p>One &amp; two<br>three &lt;4&gt;<!-- no --><b> fi</b>ve&shy;s&nbsp;six</p>
    <ul><li>first<li>second<ol start=4><li>inner</ol></ul><ol><li>a</li><li value=7><p>b</p></li><li>c</ol>
    <dl><dt>Opt outs honoured<dd>N<dt>Word<dd>Meaning</dl>
    <h3>Processing</h3><p>- not twice</p><ul><li>1. marked</ul>
    <table><tr><td>x<td>y<tr><td><p>p</p><p>q</p></td><td>z</td></tr></table>
    <p style="display: none">no</p><span hidden>no</span>&unknown; A&B &#x41;&#8211;<script>no</script>
    <pre>
  kept   as
it is</pre>last"""
    assert lines(html) == [
        "One & two", "three <4> fives six", "- first", "- second", "  4. inner", "1. a", "7. b", "8. c",
        "Opt outs honoured: N", "Word", "Meaning", "Processing:", "- not twice", "1. marked",
        "x\ty", "p", "q", "z", "&unknown; A&B A–", "  kept   as", "it is", "last",
    ]  # fmt: skip


def test_what_belongs_to_the_site_is_left_out() -> None:
    body = "".join(f"<p>{line}</p>" for line in RECORD.splitlines())
    found = document(HEAD + body + FOOT)
    assert found.lines == RECORD.splitlines()
    assert found.coverage == 1.0
    wrapped = document(f'<body class="no-cookie-law"><div class="cookies-accepted">{body}</div>')
    assert wrapped.lines == RECORD.splitlines()
    behind = document(f"<main>{body}</main><div>Privacy</div><p>Cookies</p>")
    assert behind.lines == RECORD.splitlines()
    two = document(f"<main>{body}</main><main>{body}</main>")
    assert two.lines == RECORD.splitlines() * 2
    assert document(f"<nav>{body}").lines == RECORD.splitlines()  # a menu that never ends is none


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b'<meta charset="windows-1252"><p>Trust \x96 caf\xe9', "Trust – café"),
        (b"<META HTTP-EQUIV=content-type CONTENT='text/html; charset=ISO-8859-1'><p>\x93a\x94", "“a”"),
        ("<meta charset=utf-8><p>Trust – café".encode(), "Trust – café"),
        ("<p>Trust – café".encode(), "Trust – café"),
        (b"<p>Trust \x96 caf\xe9", "Trust – café"),
        (b'<meta charset="no-such"><p>\xc3\xa9', "é"),
        (b'<meta charset="rot13"><p>abc', "abc"),
        (b'<meta charset="utf-16"><p>abc', "abc"),
        ("<p>Trust – café".encode("utf-16"), "Trust – café"),
        ('<meta charset="koi8-r"><p>я'.encode("koi8-r"), "я"),
    ],
)
def test_encodings(content: bytes, text: str) -> None:
    assert lines(content) == [text]


def test_places_lead_to_the_file() -> None:
    found = document("<div>\r\n<p>Caf&eacute; in <b>the\r\n  old</b> town</p>")
    assert found.lines == ["Café in the old town"]
    assert found.place(Span(1, 4, 5))[:6] == (2, 7, 2, 15, None, None)
    assert found.place(Span(1, 9, 16))[:6] == (2, 22, 3, 6, None, None)
    assert found.place(Span(1, 17, 21))[:6] == (3, 11, 3, 15, None, None)


def test_recognised_by_name_or_by_beginning() -> None:
    html = b"<!DOCTYPE html><title>x</title><p>Some text"
    assert document(html, "page.txt").lines == ["Some text"]
    assert document(b"\xef\xbb\xbf\n<!-- saved from url=(0014)about:internet -->\n<html><p>a", "-").lines == [
        "a"
    ]
    assert document(b"no markup\nat all", "page.htm").lines == ["no markup", "at all"]
    assert document(b"a <b>page</b>", "page.txt").lines == ["a <b>page</b>"]


PIECES = (
    "<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<ul>", "<li>", "</ul>", "<ol>", "<table>", "<tr>",
    "<td>", "<th>", "</table>", "<pre>", "</pre>", "<br>", "<nav>", "</nav>", "<main>", "</main>", "<dl>",
    "<dt>", "<dd>", "<script>", "</script>", "<p hidden>", "&amp;", "&#10;", "&nbsp;", "&", "<", "\n", "\r",
    "text", "Opt outs honoured", "Processing", " ", "<!--", "-->", "<a href='", "<h2>", "</h2>", "\u00ad",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=60).map("".join))
def test_any_markup(html: str) -> None:
    html = html.replace("\0", "")
    source = html.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = document(html)
    assert not any("\n" in line or "\r" in line for line in found.lines)
    for number, line in enumerate(found.lines, 1):
        for column in (1, len(line), len(line) + 1):
            at = found.place(Span(number, max(column, 1), column + 1))
            assert 1 <= at.line <= at.end_line <= len(source)
            assert 1 <= at.column <= len(source[at.line - 1]) + 1


SHAPES = {
    "deep": "<div>", "deep and closed elsewhere": "<div></p>", "lists": "<ul><li>a",
    "never closed": "<p>a <b>b",
    "open tags": "<a ", "open comments": "<!--", "attributes": '<a b="', "ampersands": "&", "numbers": "&#",
    "less": "<", "ends": "</", "cells": "<td>a", "breaks": "<br>", "inline": "<b>", "soft": "a\u00ad",
    "paragraphs": "<p>Hello &amp; world</p>\n", "hidden": "<p hidden>", "references": "&#;",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_time_grows_with_length(shape: str) -> None:
    def seconds(length: int) -> float:
        text = (shape * (length // len(shape))).encode()
        started = time.process_time()
        understand("page.html", text, BUILT_IN)
        return time.process_time() - started

    # The quickest of three: a busy machine makes any single run slow.
    small, large = (min(seconds(length) for _ in range(3)) for length in (50_000, 200_000))
    assert large < max(0.5, small * 12)


def test_from_the_command_line(cli: Cli, tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><th>{a}<td>{b or ''}" for a, _, b in (line.partition(":") for line in RECORD.splitlines())
    )
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "page.html").write_text(f"{HEAD}<table>{rows}</table>{FOOT}", "utf-8")
    done = cli("check", "saved")
    assert done.returncode == 1, done.stderr
    assert "10 | When: 2017.06 — 2017.05." in done.stdout
    assert "1 document, 1 agreement" in done.stdout
    assert re.search(r"page\.html:10:\d+  error  TRM01  DARS-NIC-123456-A1B2C", done.stdout)


def test_messages_name_lines_of_the_file(ruleset: RuleSet) -> None:
    text = "The data processor keeps an audit trail of every access that is made to the record level data."
    page = RECORD + f"Processing:\n{text}\nBetween.\n{text}\n"
    html = "<p>" + "\n\n<p>".join(page.splitlines())
    messages = [f.message for f in findings(document(html), ruleset) if f.rule == "QLT05"]
    assert len(messages) == 1
    assert "lines 13, and again lines 17" in messages[0]
