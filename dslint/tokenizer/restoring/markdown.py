"""Whether a text is Markdown, and its lines that only draw a rule."""

from __future__ import annotations

from dslint.regexes import regex
from dslint.tokenizer.lexicon import Lexicon, fold_label
from dslint.tokenizer.lines import Kind
from dslint.tokenizer.restoring.physical import PhysicalLine

HASHES = regex(r"#{1,6}[ \t]+(?=\S)")
_BOLD_LABEL = regex(r"[*_]{2}(?P<label>[^*_]{1,80}?)\s*:?[*_]{2}")
_RULE = regex(r"\s*(?:=+|-{3,}|\*{3,}|_{3,})\s*")
ESCAPED = regex(r"\\(?=[!-/:-@\[-`{-~])(?!\\)")


def is_markdown(work: list[PhysicalLine], words: Lexicon) -> bool:
    marks = 0
    for line in work:
        text = line.shown
        if found := HASHES.match(text):
            rest = text[found.end() :].rstrip()
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
    return [line for line in work if not _RULE.fullmatch(line.shown)]
