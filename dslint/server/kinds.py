"""What a text of an editor is: a draft, a page of a register, a rule, or nothing for dslint."""

from __future__ import annotations

import re

from dslint.regexes import regex
from dslint.sources.recognise import DRAFTS, MARKDOWN, WEB_PAGES, is_draft, is_markdown_page

DRAFT, PAGE, RULE = "draft", "page", "rule"
LARGEST = 20_000_000  # code points of a text that is looked at
_TEXTS = (".txt", MARKDOWN, *WEB_PAGES)
_SUFFIXES = {"yaml": ".yaml", "json": ".json", "jsonc": ".json", "markdown": ".md", "html": ".html"}
_KEY = regex(r"^(id|when|cases|authority|severity|certainty|rationale|remedy|message)[ \t]*:", re.MULTILINE)
_KEYS_OF_A_RULE = 3  # so many of its keys tell a rule from another file


def name_for(path: str, language: str) -> str:
    """The path with a suffix that tells its kind: a text that was never saved has none."""
    if "." in path.replace("\\", "/").rsplit("/", 1)[-1]:
        return path
    return path + _SUFFIXES.get(language, ".txt")


def kind_of(path: str, text: str) -> str | None:
    """The kind of a text, by its name and what stands in it, as a folder is searched."""
    name = path.lower()
    if name.endswith(DRAFTS):
        if is_draft(path, text.encode("utf-8", "replace")):
            return DRAFT
        return RULE if is_rule(text) else None
    if not name.endswith(_TEXTS):
        return None
    if name.endswith(MARKDOWN) and not is_markdown_page(text.encode("utf-8", "replace")):
        return None
    return PAGE


def is_rule(text: str) -> bool:
    """Whether a YAML file has keys at its top that rules have."""
    return len({found[1] for found in _KEY.finditer(text)}) >= _KEYS_OF_A_RULE
