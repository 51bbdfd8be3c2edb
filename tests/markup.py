"""Register pages as web pages, in the kinds of markup that people's tools write."""

from __future__ import annotations

import re
from html import escape

from dslint.tokenizer import Kind
from dslint.tokenizer.lexicon import Lexicon
from dslint.vocabularies import BUILT_IN

scan = BUILT_IN.derived(Lexicon).scan

HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Opt outs honoured: Y</title>
<style>p { color: black } /* Legal basis: none */</style>
<script>if (1 < 2) document.write("<p>Sensitive: Sensitive</p>")</script></head>
<body>
<nav><ul><li><a href="/">Home</a><li><a href="/register">Register</a></ul></nav>
<div id="cookie-banner"><p>This site uses cookies.</p><button>Accept</button></div>
<template><p>Purposes: none</p></template><p hidden>Sublicensing allowed: Yes</p>
<main>
"""
FOOT = """</main>
<footer><p>Contact us</p><p>Licence</p></footer>
</body></html>
"""


def paragraphs(page: str) -> str:
    """`p`, `ul` and `ol`, `strong` around labels, and line breaks in the middle of sentences."""
    made = []
    inside = ""
    for text in page.split("\n"):
        line = scan(text)
        wanted = ""
        if line.kind is Kind.ITEM and (line.label == "-" or re.fullmatch(r"\d+\.", line.label)):
            wanted = "ul" if line.label == "-" else "ol"
        if inside and wanted != inside:
            made.append(f"</{inside}>")
        if wanted and wanted != inside:
            made.append(f"<{wanted}>")
        inside = wanted
        if wanted == "ul":
            made.append(f"<li>{_wrapped(text[line.start :])}")
        elif wanted == "ol":
            made.append(f"<li value={line.label[:-1]}>{_wrapped(text[line.start :])}</li>")
        elif line.kind is Kind.LABEL:
            made.append(f"<p><strong>{escape(line.label)}:</strong> {_wrapped(text[line.start :])}</p>")
        elif line.kind is Kind.HEADING:
            made.append(f"<h2>{_wrapped(text)}</h2>")
        elif line.kind is not Kind.BLANK:
            made.append(f"<p>{_wrapped(text)}")
    return HEAD + "\n".join(made) + (f"</{inside}>" if inside else "") + FOOT


def _wrapped(text: str) -> str:
    """Cut into lines of the file, as tools do; an inline element and an entity here and there."""
    words = escape(text).split(" ")
    for at in range(9, len(words), 13):
        words[at] = f"<em>{words[at]}</em>"
    lines = [" ".join(words[at : at + 12]) for at in range(0, len(words), 12)]
    return "\n    ".join(lines).replace("–", "&ndash;").replace("—", "&#8212;")


def table(page: str) -> str:
    """A row for each line, labels in a cell of their own and without their colon."""
    rows = []
    for text in page.split("\n"):
        line = scan(text)
        if line.kind is Kind.LABEL and line.group != "dataset_item":
            rows.append(f"<tr><th>{escape(line.label)}</th>\n<td>{escape(text[line.start :])}</td></tr>")
        elif line.kind is not Kind.BLANK:
            rows.append(f"<tr><td colspan=2><p>{escape(text)}</p></td></tr>")
    return HEAD + "<table>" + "\n".join(rows) + "</table>" + FOOT


def breaks(page: str) -> str:
    """`div` and `br`, every mark an entity, spaces that do not break, and nothing closed."""
    lines = [
        escape(text).replace(":", "&colon;").replace("-", "&#45;").replace(", ", ",&nbsp;")
        for text in page.split("\n")
    ]
    half = len(lines) // 2
    return "<html><body><div>" + "<br>\n".join(lines[:half]) + "<div>" + "<br/>".join(lines[half:])


def kept(page: str) -> str:
    """`pre`, as a browser shows a text file."""
    return HEAD + "<pre>\n" + escape(page) + "</pre>" + FOOT


MARKUPS = {"paragraphs": paragraphs, "table": table, "breaks": breaks, "pre": kept}
