"""Drafts: agreements that people write as YAML or JSON, with the place of everything they wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from dslint.datafiles.half_typed import whole_part
from dslint.datafiles.schema_errors import schema_errors
from dslint.datafiles.yaml_marks import LINE_ENDS, FileErrors, Marked, Path
from dslint.datafiles.yaml_marks import read as read_yaml
from dslint.fields import HEADER
from dslint.model import Problem
from dslint.regexes import regex
from dslint.sources.comments import ignore_comments
from dslint.sources.decode import Unreadable, bounded, decode
from dslint.sources.read import Draft
from dslint.sources.recognise import LARGEST_DRAFT

MOST_PROBLEMS = 50
LARGEST_REST = 100_000  # code points; a larger text that is no YAML takes too long to be read several times
_HALF_WRITTEN = ("is not YAML", "is not JSON")  # what is refused for other reasons stays refused
_ROOTS = ("agreement", "agreements")
_OLD_KEYS = {kind.draft_before: kind.draft for kind in HEADER if kind.draft_before and kind.draft}
_QUOTED = regex(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_ESCAPED = regex(r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)", re.DOTALL)


def read(path: str, content: bytes) -> Draft:
    """A draft with everything that is wrong with its shape. Raises Unreadable for what is no text."""
    if len(content) > LARGEST_DRAFT:
        raise Unreadable(f"is larger than {LARGEST_DRAFT // 1_000_000} MB; split it")
    text = bounded(decode(content))
    as_yaml = _in_one(text)
    try:
        marked = read_yaml(path, as_yaml, as_text=True)
    except FileErrors as errors_of_file:
        problems = (path.lower().endswith(".json") and _not_json(path, text)) or errors_of_file.problems
        return Draft(text, None, problems[:MOST_PROBLEMS], [])
    return _understood(path, text, marked, as_yaml)


def rest_of(path: str, draft: Draft) -> Draft:
    """What can be read of a draft that is no YAML, with its lines where they were, and what was left out.

    Problems that the rest may have only because something is missing from it are none. The draft itself
    where too little can be read.
    """
    is_half_written = draft.problems and draft.problems[0].message.startswith(_HALF_WRITTEN)
    if not is_half_written or len(draft.text) > LARGEST_REST:
        return draft
    as_yaml = _in_one(draft.text)
    rest = whole_part(path, as_yaml)
    if rest is None:
        return draft
    marked = read_yaml(path, rest, as_text=True)
    if not isinstance(marked.data, dict):
        return draft
    found = _understood(path, draft.text, marked, rest)
    whole, lines = LINE_ENDS.split(as_yaml), LINE_ENDS.split(rest)
    numbers = [n for n, (one, other) in enumerate(zip(whole, lines, strict=False), 1) if one != other]
    start, end = numbers[0], numbers[-1]
    left_out = f"line {start} is" if start == end else f"lines {start} to {end} are"
    # What is behind them may now seem to belong elsewhere, and the line before them to be without its value.
    known = max((n for n, line in enumerate(lines[: start - 1], 1) if line.strip()), default=0)
    sure = [
        each for each in found.problems if each.line < known and not marked.data.keys().isdisjoint(_ROOTS)
    ]
    checked = "the rest is checked" if sure == found.problems else "what can be read of the rest is checked"
    first, *others = draft.problems
    first = first._replace(message=f"{first.message}; {left_out} left out, {checked}")
    return found._replace(problems=[first, *others, *sure])


def _understood(path: str, text: str, marked: Marked, as_yaml: str) -> Draft:
    remarks = list(_with_new_keys(marked))
    problems = list(islice(schema_errors(path, marked, "agreement"), MOST_PROBLEMS))
    comments, wrong = ignore_comments(path, text, marked, as_yaml)
    problems = sorted({*problems, *wrong}, key=lambda each: (each.line, each.column, each.message))
    return Draft(text, marked, problems, comments, remarks)


def _with_new_keys(marked: Marked) -> Iterator[str]:
    """Give the keys of agreements that had another name their new one, and name each old one once."""
    data = marked.data if isinstance(marked.data, dict) else {}
    several = data.get("agreements")
    agreements: list[tuple[Path, Any]] = [(("agreement",), data.get("agreement"))]
    agreements += [
        (("agreements", n), one) for n, one in enumerate(several if isinstance(several, list) else ())
    ]
    reported = set()
    for at, one in agreements:
        for old, new in _OLD_KEYS.items():
            if not isinstance(one, dict) or old not in one or new in one:
                continue
            line, _ = marked.place((*at, old), of_key=True)
            marked.rename((*at, old), new)
            items = [(new if key == old else key, value) for key, value in one.items()]
            one.clear()
            one.update(items)
            if old not in reported:
                reported.add(old)
                yield f"line {line}: {old} is called {new} now; the old key still works"


def _not_json(path: str, text: str) -> list[Problem]:
    """Why a text is no JSON, in the words of its own parser; empty when it is."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        return [Problem(path, error.lineno, error.colno, message)]
    except (ValueError, RecursionError):
        pass
    return []


def _in_one(text: str) -> str:
    """JSON in which a character is one escape where it was written as two, which YAML does not know.

    Spaces behind a text keep everything else of its line where it was.
    """
    if "\\ud" not in text.lower() or not text.lstrip().startswith("{"):
        return text

    def mended(found: re.Match[str]) -> str:
        shorter = _ESCAPED.sub(_one, found.group())
        return shorter + " " * (len(found.group()) - len(shorter))

    return _QUOTED.sub(mended, text)


def _one(found: re.Match[str]) -> str:
    if not found[1]:
        return found.group()
    code = 0x10000 + (int(found[1], 16) - 0xD800) * 0x400 + int(found[2], 16) - 0xDC00
    return f"\\U{code:08x}"
