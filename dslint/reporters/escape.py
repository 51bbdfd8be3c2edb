"""Nothing from an input reaches a terminal as a control, or the log of a CI job as a command."""

from __future__ import annotations

import re

from dslint.regexes import regex

# C0 and C1 controls, bidirectional marks, line separators, surrogates, what is no character, and all that
# takes no place in a line: the Default_Ignorable_Code_Point of Unicode 16 (fillers of Hangul, selectors of
# variants, tags), and the blank of Braille.
UNSAFE = (
    "\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_UNSAFE = regex(f"[{UNSAFE}]")
_KEPT = regex(r"(\t|\r?\n)")
# Services take "##[error]", "##vso[...]" and "##teamcity[...]" for commands wherever they are in a line, and
# "::error::" at the beginning of one.
ANYWHERE = regex(r"(?<=#)#(?=\w*\[)")
_AT_LINE_START = regex(r"^((?:[^\S\n]|\x1b\[[0-9;]*m)*+):(?=:)", re.MULTILINE)


def visible(text: str) -> str:
    r"""Text that is safe to print: a tab becomes a space, any other control its escape, such as \x1b."""
    text = text.replace("\t", " ")
    if not (text.isascii() and text.isprintable()):
        text = _UNSAFE.sub(lambda found: _escape(found.group()), text)
    return ANYWHERE.sub(r"\\x23", text) if "##" in text else text


def visible_lines(text: str) -> str:
    """The same of a text of several lines, which stay as they are, and so do tabs."""
    return "".join(
        part if part in ("\t", "\n", "\r\n") else visible(part) for part in _KEPT.split(text) if part
    )


def log_safe(text: str) -> str:
    r"""Text of any number of lines that no service takes for its commands: the sign that would make it one
    becomes its escape, such as \x3a."""
    if "##" in text:
        text = ANYWHERE.sub(r"\\x23", text)
    return _AT_LINE_START.sub(r"\1\\x3a", text) if "::" in text else text


def xml_log_safe(text: str) -> str:
    """The same for XML, which says the same as before."""
    if "##" in text:
        text = ANYWHERE.sub("&#35;", text)
    return _AT_LINE_START.sub(r"\1&#58;", text) if "::" in text else text


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(character: str) -> str:
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


_UNSAFE_IN_JSON = regex(_UNSAFE.pattern.replace("\x00-\x1f", "") + f"|{ANYWHERE.pattern}")


def safe_json(text: str) -> str:
    """JSON that a terminal can show: only what is unsafe is escaped."""
    if text.isascii() and "\x7f" not in text and "##" not in text:
        return text
    return _UNSAFE_IN_JSON.sub(lambda found: _json_escape(found.group()), text)
