"""Whether a text is Markdown or a markup like it, and its lines that only draw a rule.

Converters write headings with hashes, equals signs or "h2.", or underline them, and bold labels with stars.
"""

from __future__ import annotations

from dslint.regexes import regex
from dslint.tokenizer.lexicon import Lexicon, fold_label
from dslint.tokenizer.lines import Kind
from dslint.tokenizer.restoring.physical import PhysicalLine

HEADING = regex(r"(?:#{1,6}|={1,6}|\*{2,6}|h[1-6](?:\([^()\s]{0,300}\))?\.)[ \t]+(?=\S)")
HEADING_END = regex(r"[ \t]+={1,6}[ \t]*\Z")
_BOLD_LABEL = regex(r"(?P<mark>\*{1,2}|_{2}|'{3})(?P<label>[^*_']{1,80}?)\s*:?(?P=mark)")
_RULE = regex(r"""\s*(?:=+|([-*_~^"'`+#.:])\1{2,})\s*""")
# What belongs to a heading, and is no text of it: properties, and a place to link to.
_PROPERTY = regex(
    r"\s*(?:\.\. _[^:]{1,300}:|:[A-Z_]{1,40}:(?: \S{1,300})?"
    r"|<(?:span|a) id=\"[^\"<>]{1,300}\"></(?:span|a)>|</?div\b[^<>]{0,300}>|:{3,} ?\{[^{}]{0,300}\})\s*"
)
ESCAPED = regex(r"\\(?=[!-/:-@\[-`{-~])(?!\\)")


def is_markdown(work: list[PhysicalLine], words: Lexicon) -> bool:
    marks = 0
    for line in work:
        text = line.shown
        if found := HEADING.match(text):
            rest = HEADING_END.sub("", text[found.end() :]).rstrip()
            marks += (
                words.scan(rest).kind in (Kind.HEADING, Kind.LABEL)
                or rest.endswith(words.organisation_suffix)
                or fold_label(rest) in words.banners
            )
        elif found := _BOLD_LABEL.match(text):
            marks += words.scan(found["label"].rstrip(": ") + ":").kind is Kind.LABEL
        elif ESCAPED.search(text):
            marks += 2
        if marks > 1:
            return True
    return False


def without_rules(work: list[PhysicalLine]) -> list[PhysicalLine]:
    """Without the lines that only draw a rule, or underline a heading."""
    return [line for line in work if not _RULE.fullmatch(line.shown) and not _PROPERTY.fullmatch(line.shown)]
