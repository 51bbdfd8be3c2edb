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
from dslint.tuples import NamedTuple

NOT_EMPTY = r"\S"  # a pattern of the schemas
DATE = "iso-date"  # a format of the schemas: ISO text of a day that there is, of a month or a year


class _Error(NamedTuple):
    """What is wrong at a place of the data: the keyword of the schema that is not met, with its value, and
    the schema that it is of. `inside` has the errors of each branch, where there are several."""

    at: Path
    instance: Any
    keyword: str
    wanted: Any
    schema: dict[str, Any]
    message: str
    inside: list[list[_Error]]


@cache
def _validator(schema: str) -> Any:
    import jsonschema_rs

    # Of "date" the pattern is enough: whoever reads such a value says what is wrong with it.
    formats = {DATE: is_date, "date": lambda _: True}
    return jsonschema_rs.Draft202012Validator(
        resources.schema(schema), formats=formats, validate_formats=True
    )


_WRONG_TYPE = "has the wrong type here"


def schema_errors(path: str, marked: Marked, schema: str) -> Iterator[Problem]:
    """Where a file does not have the shape of a JSON Schema, with the nearest valid word."""
    validator = _validator(schema)
    if not validator.is_valid(marked.data):
        for found in validator.iter_errors(marked.data):
            yield from _schema_error(path, marked, _error(found, resources.schema(schema)))


def _error(found: Any, whole: dict[str, Any]) -> _Error:
    schema: Any = whole
    for step in found.schema_path[:-1]:
        schema = schema[step]
    keyword = found.schema_path[-1]
    inside = [[_error(one, whole) for one in branch] for branch in getattr(found.kind, "context", ())]
    of_name = getattr(found.kind, "error", found)  # what a propertyNames complains of is the name
    return _Error(
        tuple(found.instance_path), of_name.instance, keyword, schema[keyword], schema, found.message, inside
    )


def _schema_error(path: str, marked: Marked, error: _Error) -> Iterator[Problem]:
    at = error.at
    if error.keyword == "anyOf" and (inside := _of_likeliest_branch(error)):
        for inner in inside:
            yield from _schema_error(path, marked, inner)
        return
    keys = list(_wrong_keys(error))
    for key, message in keys:
        yield Problem(path, *marked.place((*at, key), True), message)
    if keys or not (message := _wrong_value(error)):
        return
    # A property name that is no operator is reported at the mapping itself.
    of_key = error.keyword == "enum" and isinstance(error.instance, str)
    of_key = of_key and (*at, error.instance) in marked.keys
    yield Problem(path, *marked.place((*at, error.instance) if of_key else at, of_key), message)


def _wrong_keys(error: _Error) -> Iterator[tuple[str, str]]:
    """The keys that an error is about, each with what is wrong with it."""
    if error.keyword == "additionalProperties":
        known = error.schema.get("properties", {})
        expected = ", ".join(sorted(known))
        for key in sorted(set(error.instance) - set(known)):
            yield key, f"unknown key {shown(key)}{nearest(key, known) or f'; expected one of {expected}'}"


def _wrong_value(error: _Error) -> str:
    """What is wrong with a value; empty when whoever reads it says so."""
    kind, wanted = error.keyword, error.wanted
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
    return error.message


def _of_likeliest_branch(error: _Error) -> list[_Error]:
    """The errors of the one branch whose kind of value is there; none where there is no such branch."""
    fit = [
        inside
        for inside in error.inside
        if not any(each.at == error.at and _is_of_another_kind(each) for each in inside)
    ]
    return fit[0] if len(fit) == 1 else []


def _is_of_another_kind(error: _Error) -> bool:
    if error.keyword == "anyOf":
        return not _of_likeliest_branch(error)
    return error.keyword in {"type", "required"}


def _form(error: _Error) -> str:
    if error.wanted == NOT_EMPTY:
        return "must not be empty"
    if examples := error.schema.get("examples"):
        return f"{error.instance!r} is not written as in {examples[0]}"
    return f"{error.instance!r} does not have the form {error.wanted}"


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
