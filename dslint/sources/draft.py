"""Drafts: agreements that people write as YAML or JSON, with the place of everything they wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from dslint.datafiles.schema_errors import schema_errors
from dslint.datafiles.yaml_marks import FileErrors, Marked, Path
from dslint.datafiles.yaml_marks import read as read_yaml
from dslint.fields import HEADER
from dslint.model import Problem
from dslint.sources.comments import ignore_comments
from dslint.sources.decode import Unreadable, bounded, decode
from dslint.sources.read import Draft
from dslint.sources.recognise import LARGEST_DRAFT

MOST_PROBLEMS = 50
_OLD_KEYS = {row.draft_before: row.draft for row in HEADER if row.draft_before and row.draft}
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_ESCAPED = re.compile(r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)", re.DOTALL)


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
    told = set()
    for at, one in agreements:
        for old, new in _OLD_KEYS.items():
            if not isinstance(one, dict) or old not in one or new in one:
                continue
            line, _ = marked.place((*at, old), of_key=True)
            marked.rename((*at, old), new)
            items = [(new if key == old else key, value) for key, value in one.items()]
            one.clear()
            one.update(items)
            if old not in told:
                told.add(old)
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
