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


def schema_errors(path: str, marked: Marked, schema: str) -> Iterator[Problem]:
    """Where a file does not have the shape of a JSON Schema, with the nearest valid word."""
    for error in _validator(schema).iter_errors(marked.data):
        at: Path = tuple(error.absolute_path)
        yield from _schema_error(path, marked, at, error)


def _schema_error(path: str, marked: Marked, at: Path, error: Any) -> Iterator[Problem]:
    def problem(message: str, where: Path = at, of_key: bool = False) -> Problem:
        return Problem(path, *marked.place(where, of_key), message)

    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        for key in sorted(set(error.instance) - set(known)):
            expected = ", ".join(sorted(known))
            yield problem(
                f"unknown key {shown(key)}{nearest(key, known) or f'; expected one of {expected}'}",
                (*at, key),
                True,
            )
    elif error.validator == "enum" and error.parent is not None and error.parent.validator == "propertyNames":
        yield problem(
            f"unknown word {shown(error.instance)}{nearest(error.instance, error.validator_value)}",
            (*at, error.instance),
            True,
        )
    elif error.validator == "propertyNames":
        for inner in error.context or [error]:
            yield problem(
                f"unknown word {inner.instance}{nearest(inner.instance, inner.validator_value)}",
                (*at, inner.instance),
                True,
            )
    elif error.validator == "enum":
        expected = ", ".join(map(str, error.validator_value))
        # A property name that is no operator is reported by jsonschema at the mapping itself.
        is_key = isinstance(error.instance, str) and (*at, error.instance) in marked.keys
        where = (*at, error.instance) if is_key else at
        yield problem(
            f"{error.instance!r} is not one of {expected}"
            + nearest(error.instance, map(str, error.validator_value)),
            where,
            is_key,
        )
    elif error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        yield problem(f"lacks {', '.join(missing)}")
    elif error.validator == "anyOf" and (inside := _of_likeliest_branch(error)):
        for inner in inside:
            yield from _schema_error(path, marked, tuple(inner.absolute_path), inner)
    elif error.validator in {"oneOf", "anyOf"}:
        wanted = " or ".join(
            "+".join(branch["required"]) for branch in error.validator_value if "required" in branch
        )
        yield problem(
            f"needs {'exactly one of ' if error.validator == 'oneOf' else ''}{wanted}"
            if wanted
            else "has the wrong type here"
        )
    elif error.validator in {"minProperties", "maxProperties"}:
        yield problem("has more or fewer than the one operator that is expected here")
    elif error.validator == "type":
        yield problem(f"must be {_article(error.validator_value)}, not {_article(_type(error.instance))}")
    elif error.validator == "minLength" and error.validator_value == 1:
        yield problem("must not be empty")
    elif error.validator == "pattern":
        if error.schema.get("format") != "date":  # whoever reads the date says it
            yield problem(_form(error))
    elif error.validator == "format":
        if re.search(error.schema.get("pattern", ""), error.instance):  # or else its form is complained of
            yield problem(f"{error.instance!r} is no date")
    else:
        yield problem(error.message)


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
