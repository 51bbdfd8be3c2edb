"""YAML for people: words as they are, quotes where they are needed, blocks for text of several lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dslint.regexes import regex
from dslint.reporters.escape import ANYWHERE, UNSAFE

_PLAIN = regex(r"[A-Za-z](?:[\w ,.;()/&'–—-]*[\w.)])?|\d{4}-\d{2}-\d{2}", re.ASCII)
# What some reader of YAML takes for something else than text.
_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
# What YAML cannot hold as it is, what nobody can see, and what the log of a CI job takes for a command.
_ESCAPED = regex(f"(?!\t)[{UNSAFE}]|{ANYWHERE.pattern}")
_COMMAND = regex(r"\s*::")


def scalar(text: str) -> str:
    """A text on one line."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{_ESCAPED.sub(_escape, escaped)}"'


def _escape(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def block(key: str, lines: list[str], indent: str) -> Iterator[str]:
    """A key with a text of several lines, the first and the last of which are not blank."""
    if any(_ESCAPED.search(line) or _COMMAND.match(line) for line in lines):
        yield f"{indent}{key}: " + scalar("\n".join(lines))
        return
    yield f"{indent}{key}: |" + ("2" if lines[0][:1].isspace() else "")
    for line in lines:
        yield f"{indent}  {line}" if line else ""


def listed(key: str, texts: Iterable[str], indent: str) -> Iterator[str]:
    """A key with a list of texts."""
    items = list(texts)
    yield f"{indent}{key}:" + ("" if items else " []")
    for text in items:
        yield f"{indent}  - {scalar(text)}"


def entry(key: str, text: str | None, indent: str) -> str:
    """A key with a text, or with nothing."""
    return f"{indent}{key}: {scalar(text)}" if text else f"{indent}{key}:"
