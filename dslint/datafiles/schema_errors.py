"""Checking the shape of a file against a JSON Schema, with the place of each problem."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from dslint import resources
from dslint.datafiles.iso_dates import is_date
from dslint.datafiles.nearest import nearest, shown
from dslint.datafiles.yaml_marks import Marked, Path, Problem

NOT_EMPTY = r"\S"  # a pattern of the schemas
DATE = "iso-date"  # a format of the schemas: ISO text of a day that there is, of a month or a year


@cache
def _validator(schema: str) -> Any:
    import jsonschema

    formats = jsonschema.FormatChecker(())
    formats.checks(DATE)(lambda value: not isinstance(value, str) or is_date(value))
    return jsonschema.Draft202012Validator(resources.schema(schema), format_checker=formats)


_WRONG_TYPE = "has the wrong type here"


def schema_errors(path: str, marked: Marked, schema: str) -> Iterator[Problem]:
    """Where a file does not have the shape of a JSON Schema, with the nearest valid word."""
    for error in _validator(schema).iter_errors(marked.data):
        at: Path = tuple(error.absolute_path)
        yield from _schema_error(path, marked, at, error)


def _schema_error(path: str, marked: Marked, at: Path, error: Any) -> Iterator[Problem]:
    if error.validator == "anyOf" and (inside := _of_likeliest_branch(error)):
        for inner in inside:
            yield from _schema_error(path, marked, tuple(inner.absolute_path), inner)
        return
    keys = list(_wrong_keys(error))
    for key, message in keys:
        yield Problem(path, *marked.place((*at, key), True), message)
    if keys or not (message := _wrong_value(error)):
        return
    # A property name that is no operator is reported by jsonschema at the mapping itself.
    of_key = error.validator == "enum" and isinstance(error.instance, str)
    of_key = of_key and (*at, error.instance) in marked.keys
    yield Problem(path, *marked.place((*at, error.instance) if of_key else at, of_key), message)


def _wrong_keys(error: Any) -> Iterator[tuple[Any, str]]:
    """The keys that an error is about, each with what is wrong with it."""
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        expected = ", ".join(sorted(known))
        for key in sorted(set(error.instance) - set(known)):
            yield key, f"unknown key {shown(key)}{nearest(key, known) or f'; expected one of {expected}'}"
    elif error.validator == "enum" and error.parent is not None and error.parent.validator == "propertyNames":
        word = error.instance
        yield word, f"unknown word {shown(word)}{nearest(word, error.validator_value)}"
    elif error.validator == "propertyNames":
        for inner in error.context or [error]:
            word = inner.instance
            yield word, f"unknown word {word}{nearest(word, inner.validator_value)}"


def _wrong_value(error: Any) -> str:
    """What is wrong with a value; empty when whoever reads it says so."""
    kind, wanted = error.validator, error.validator_value
    if kind == "enum":
        words = [str(word) for word in wanted]
        return f"{error.instance!r} is not one of {', '.join(words)}{nearest(error.instance, words)}"
    if kind == "required":
        return f"lacks {', '.join(key for key in wanted if key not in error.instance)}"
    if kind in {"oneOf", "anyOf"}:
        ways = " or ".join("+".join(branch["required"]) for branch in wanted if "required" in branch)
        return f"needs {'exactly one of ' if kind == 'oneOf' else ''}{ways}" if ways else _WRONG_TYPE
    if kind in {"minProperties", "maxProperties"}:
        return "has more or fewer than the one operator that is expected here"
    if kind == "type":
        return f"must be {_article(wanted)}, not {_article(_type(error.instance))}"
    if kind == "minLength" and wanted == 1:
        return "must not be empty"
    if kind == "pattern":
        return "" if error.schema.get("format") == "date" else _form(error)
    if kind == "format":  # where the pattern fails as well, its form is complained of
        has_form = re.search(error.schema.get("pattern", ""), error.instance)
        return f"{error.instance!r} is no date" if has_form else ""
    return str(error.message)


def _of_likeliest_branch(error: Any) -> list[Any]:
    """The errors of the one branch whose kind of value is there; none where there is no such branch."""
    branches: dict[int, list[Any]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    here = error.absolute_path
    fit = [
        inside
        for inside in branches.values()
        if not any(each.absolute_path == here and _is_of_another_kind(each) for each in inside)
    ]
    return fit[0] if len(fit) == 1 else []


def _is_of_another_kind(error: Any) -> bool:
    if error.validator == "anyOf":
        return not _of_likeliest_branch(error)
    return error.validator in {"type", "required"}


def _form(error: Any) -> str:
    if error.validator_value == NOT_EMPTY:
        return "must not be empty"
    if examples := error.schema.get("examples"):
        return f"{error.instance!r} is not written as in {examples[0]}"
    return f"{error.instance!r} does not have the form {error.validator_value}"


def _type(value: Any) -> str:
    names = {
        dict: "a mapping",
        list: "a list",
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        type(None): "nothing",
    }
    return names.get(type(value), type(value).__name__)


def _article(types: str | list[str]) -> str:
    names = {
        "object": "a mapping (key: value)",
        "array": "a list",
        "string": "text",
        "boolean": "true or false",
        "integer": "a number",
        "number": "a number",
        "null": "nothing",
    }
    listed = [types] if isinstance(types, str) else types
    return " or ".join(dict.fromkeys(names.get(name, name) for name in listed))
