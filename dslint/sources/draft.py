"""Drafts: agreements that people write as YAML or JSON, with the place of everything they wrote."""

from __future__ import annotations

from itertools import islice

from dslint.engine.shape import shape_problems
from dslint.engine.yaml_marks import Broken
from dslint.engine.yaml_marks import read as read_yaml
from dslint.sources.comments import ignore_comments
from dslint.sources.decode import Unreadable, decode
from dslint.sources.read import Draft
from dslint.sources.recognise import LARGEST_DRAFT

MOST_PROBLEMS = 50


def read(path: str, content: bytes) -> Draft:
    """A draft with everything that is wrong with its shape. Raises Unreadable for what is no text."""
    if len(content) > LARGEST_DRAFT:
        raise Unreadable(f"is larger than {LARGEST_DRAFT // 1_000_000} MB; split it")
    text = decode(content)
    try:
        marked = read_yaml(path, text, as_text=True)
    except Broken as broken:
        return Draft(text, None, broken.problems[:MOST_PROBLEMS], [])
    problems = list(islice(shape_problems(path, marked, "agreement"), MOST_PROBLEMS))
    comments, wrong = ignore_comments(path, text, marked)
    problems = sorted({*problems, *wrong}, key=lambda each: (each.line, each.column, each.message))
    return Draft(text, marked, problems, comments)
