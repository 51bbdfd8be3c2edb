"""Nothing from an input reaches a terminal as a control sequence."""

from __future__ import annotations

import json
import re
from functools import cache
from json.encoder import encode_basestring
from typing import Any

# C0 and C1 controls, soft hyphen, zero-width and bidirectional marks, line separators, tags, surrogates,
# and what is no character.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    r"""Text that is safe to print: a tab becomes a space, any other control its escape, such as \x1b."""
    text = text.replace("\t", " ")
    if text.isprintable():  # as nearly all is; nothing unsafe counts as such
        return text
    return _UNSAFE.sub(lambda found: _escape(found.group()), text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(character: str) -> str:
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


_UNSAFE_IN_JSON = re.compile(_UNSAFE.pattern.replace("\x00-\x1f", ""))


def as_json(value: Any) -> str:
    """JSON that a person can read and a terminal can show: only what is unsafe is escaped."""
    return _safe(_indented(value, "\n"))


def as_json_line(value: Any) -> str:
    """The same on one line."""
    return _safe(json.dumps(value, ensure_ascii=False))


def _safe(text: str) -> str:
    return _UNSAFE_IN_JSON.sub(lambda found: _json_escape(found.group()), text) + "\n"


def _indented(value: Any, end: str) -> str:
    """What `json.dumps` gives with an indent of two, only faster; `end` ends the line before."""
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is int:
        return repr(value)
    if not value or not isinstance(value, (dict, list, tuple)):
        return "null" if value is None else json.dumps(value)
    inner = f"{end}  "
    if isinstance(value, dict):
        members = [
            f"{_key(key)}{encode_basestring(each) if type(each) is str else _indented(each, inner)}"
            for key, each in value.items()
        ]
        return "{" + inner + f",{inner}".join(members) + end + "}"
    return "[" + inner + f",{inner}".join([_indented(each, inner) for each in value]) + end + "]"


@cache
def _key(key: str) -> str:
    return f"{encode_basestring(key)}: "
