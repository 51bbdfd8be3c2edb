"""Comments in drafts that accept findings: `# dslint: ignore[RULE] reason`."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any

import yaml

from dslint.datafiles.yaml_marks import Marked, Path, placing
from dslint.model import IgnoreComment, Problem
from dslint.regexes import regex

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_END = regex(r"\r\n|\r|\n")
_COMMENT = regex(r"(?:^|(?<=\s))#+\s*dslint\s*:\s*(?P<rest>.*)$", re.IGNORECASE)
_IGNORE = regex(r"ignore\s*\[(?P<rules>[^\]]*)\]\s*[-–—:]*\s*(?P<reason>.*)$", re.IGNORECASE)
_FORM = "# dslint: ignore[RULE] reason"
_AGREEMENTS = ("agreement", "agreements")
MOST_COMMENTS = 1000  # in one draft

_Place = tuple[int, int]  # line and column


def ignore_comments(
    path: str, text: str, marked: Marked, as_yaml: str
) -> tuple[list[IgnoreComment], list[Problem]]:
    """The comments of a draft, and what is wrong with them. `as_yaml` is the text as YAML reads it.

    A comment behind a key or a value is about all that begins on its line; one that stands alone is about
    the line below. An agreement as a whole is nothing that begins: it has a file of ignores.
    """
    if "dslint" not in text.lower():
        return [], []
    lines = _LINE_END.split(text)
    found = {n: match for n, line in enumerate(lines, 1) if (match := _COMMENT.search(line))}
    comments: list[IgnoreComment] = []
    problems: list[Problem] = []
    texts = _texts(as_yaml) if found else []
    targets = _targets(lines) if found else []
    ends = _ends(marked, len(lines)) if found else {}
    for number, match in found.items():
        column = match.start() + 1
        if _is_inside((number, column), texts):
            continue
        if len(comments) + len(problems) == MOST_COMMENTS:
            message = f"is comment {MOST_COMMENTS + 1} for dslint; so many belong in a file of ignores"
            problems.append(Problem(path, number, column, message))
            break
        rules, reason = _parts(match["rest"])
        if not rules:
            problems.append(Problem(path, number, column, f"is no comment that is known; write {_FORM}"))
        elif not reason:
            message = f"ignores {', '.join(rules)} and gives no reason; write {_FORM}"
            problems.append(Problem(path, number, column, message))
        else:
            first = targets[number - 1]
            last = max(first, ends.get(first, first))
            shown = lines[number - 1].rstrip()
            comments.append(IgnoreComment(rules, reason, number, column, shown, first, last))
    return comments, problems


def _parts(text: str) -> tuple[tuple[str, ...], str]:
    """The rules and the reason of a comment; empty where there are none."""
    found = _IGNORE.match(text)
    if found is None:
        return (), ""
    rules = tuple(word.strip() for word in found["rules"].split(",") if word.strip())
    reason = " ".join(found["reason"].split())
    return rules, reason if any(map(str.isalnum, reason)) else ""


def _texts(text: str) -> list[tuple[_Place, _Place]]:
    """Where blocks and quoted texts begin and end, in order: in them `#` begins no comment."""
    found = []
    place = placing(text)
    for token in yaml.scan(text, _LOADER):
        if isinstance(token, yaml.ScalarToken) and token.style:
            begin, end = place(token.start_mark), place(token.end_mark)
            if token.style in "|>":  # its text begins on the line below
                begin = (begin[0] + 1, 0)
            found.append((begin, end))
    return found


def _is_inside(place: _Place, texts: list[tuple[_Place, _Place]]) -> bool:
    before = bisect_left(texts, (place, place))
    return before > 0 and place < texts[before - 1][1]


def _targets(lines: list[str]) -> list[int]:
    """The line that a comment on each line is about, from line 1. Several may stand above one line."""
    targets: list[int] = []
    for number in range(len(lines), 0, -1):
        is_alone = bool(targets) and lines[number - 1].lstrip().startswith("#")
        targets.append(targets[-1] if is_alone else number)
    return targets[::-1]


def _ends(marked: Marked, last: int) -> dict[int, int]:
    """The last line of what begins on each line, short of whole agreements."""
    starts = sorted((place, path) for path, place in {**marked.marks, **marked.keys}.items())
    ends: dict[int, int] = {}
    open_: list[tuple[int, Path]] = []  # begun and not ended: line and path
    for (line, _), path in [*starts, ((last + 1, 1), ())]:
        while open_ and path[: len(open_[-1][1])] != open_[-1][1]:
            begun, _ = open_.pop()
            ends[begun] = max(ends.get(begun, 0), line - 1)
        if path and path[0] in _AGREEMENTS and not _is_agreement(path):
            open_.append((line, path))
    return ends


def _is_agreement(path: Path) -> bool:
    return len(path) == 1 or (path[0] == "agreements" and len(path) == 2)
