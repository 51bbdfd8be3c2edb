"""What may be written at a place of a draft or of a rule: keys of the schema, values of the vocabularies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from dslint import resources
from dslint.datafiles.yaml_marks import Path
from dslint.engine.operators.registry import OPERATORS
from dslint.facts.catalogue import COLLECTIONS, TEXT_SECTIONS, attributes
from dslint.fields import VALUES
from dslint.regexes import regex
from dslint.server.cursor import Cursor, cursor
from dslint.server.kinds import DRAFT, RULE
from dslint.tuples import NamedTuple
from dslint.vocabularies import BUILT_IN, Vocabularies

MOST = 300
_SCHEMAS = {DRAFT: "agreement", RULE: "rule"}
_PLAIN = regex(r"[^\W_](?:[\w ().&/’–—;-]*[\w)])?")
_ORGANISATIONS = ("organisation", "controllers")


class Words(NamedTuple):
    """A word that is offered. `text` takes the place of what stands from column `start` up to `end`."""

    label: str
    text: str
    start: int
    end: int
    is_key: bool = False
    detail: str = ""
    about: str = ""


class _Offer(NamedTuple):
    label: str
    detail: str = ""
    about: str = ""


def completions(
    text: str, kind: str | None, line: int, column: int, words: Vocabularies = BUILT_IN
) -> list[Words]:
    """The words that fit at a place, the keys or values that are written there already left out."""
    if kind not in _SCHEMAS:
        return []
    place = cursor(text, line, column)
    if place is None:
        return []
    is_json = text.lstrip().startswith("{")
    nodes = list(_nodes(_schema(_SCHEMAS[kind]), place.path))
    found: list[Words] = []
    if place.is_key:
        keys = [each for each in _keys(nodes) if each.label not in place.known]
        if kind == RULE and place.path[-1:] == ("where",):
            keys += [_Offer(each, "attribute") for each in attributes(_collection(text, line))]
        found += [_key(each, place, column, is_json) for each in keys]
        if place.is_item:
            place = place._replace(path=(*place.path, 0) if place.path[-1:] != (0,) else place.path)
    if not place.is_key or place.is_item:
        own = _of_draft(place.path, words) if kind == DRAFT else _of_rule(text, line, place, words)
        values: dict[str, _Offer] = {}
        for each in (*own, *_values(nodes)):
            values.setdefault(each.label, each)
        found += [_value(each, place, column, is_json) for each in values.values()]
    return found[:MOST]


@cache
def _schema(name: str) -> dict[str, Any]:
    return resources.schema(name)


def _nodes(schema: dict[str, Any], path: Path) -> Iterator[dict[str, Any]]:
    """The parts of a schema that say what may stand under a path."""
    waiting: list[tuple[Any, Path]] = [(schema, path)]
    while waiting:
        node, rest = waiting.pop()
        if not isinstance(node, dict):
            continue
        if "$ref" in node:
            at = node["$ref"].removeprefix("#/").split("/")
            target: Any = schema
            for step in at:
                target = target.get(step, {})
            waiting.append((target, rest))
        for key in ("anyOf", "oneOf", "allOf"):
            waiting += [(each, rest) for each in node.get(key, ())]
        if not rest:
            yield node
        elif isinstance(rest[0], int):
            waiting.append((node.get("items"), rest[1:]))
        elif rest[0] in node.get("properties", {}):
            waiting.append((node["properties"][rest[0]], rest[1:]))
        else:
            waiting.append((node.get("additionalProperties"), rest[1:]))


def _described(node: Any) -> str:
    return node.get("description", "") if isinstance(node, dict) else ""


def _keys(nodes: Iterable[dict[str, Any]]) -> Iterator[_Offer]:
    seen = set()
    for node in nodes:
        for key, inside in node.get("properties", {}).items():
            if key not in seen:
                seen.add(key)
                about = _described(inside) or (_about_operator(key) if key in OPERATORS else "")
                yield _Offer(key, "", about)


def _about_operator(name: str) -> str:
    return f"An operator of the rule language: {name}."


def _values(nodes: Iterable[dict[str, Any]]) -> Iterator[_Offer]:
    for node in nodes:
        for each in (*node.get("enum", ()), *node.get("examples", ())):
            if isinstance(each, (str, int, float)):
                yield _Offer(str(each))
        if node.get("type") == "boolean":
            yield from (_Offer("true"), _Offer("false"))


def _of_draft(path: Path, words: Vocabularies) -> Iterator[_Offer]:
    """Values of the vocabularies for a key of a draft."""
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if key in _ORGANISATIONS or key.endswith(("name", "organisation")):
        for row in words.vocabulary("organisations")["aliases"]:
            yield _Offer(row["names"][0], "organisation")
    name = next((kind.vocabulary for kind in VALUES if kind.draft == key and kind.vocabulary), None)
    if name is not None:
        # A bare answer comes behind those that say why.
        for row in sorted(words.vocabulary(name)["values"], key=lambda row: row.get("reason") == "none"):
            yield _Offer(row["text"], key.replace("_", " "))
    plural = {"dataset": "datasets", "legal_basis": "legal_bases"}.get(key, key)
    if plural in ("datasets", "legal_bases"):
        for row in words.vocabulary("offered")[plural]:
            yield _Offer(row["text"], plural.replace("_", " "))
    if plural == "datasets":
        for row in words.own("datasets"):
            yield from (_Offer(each, "dataset of your own") for each in row.get("names", ()))


def _of_rule(text: str, line: int, place: Cursor, words: Vocabularies) -> Iterator[_Offer]:
    """Words of the rule language: collections, sections, attributes and what they can hold."""
    steps = [step for step in place.path if isinstance(step, str)]
    if not steps:
        return
    if steps[-1] == "in":
        is_text = len(steps) > 1 and steps[-2] == "text"
        yield from (_Offer(name, "section") for name in TEXT_SECTIONS if is_text)
        yield from (_Offer(name, "collection") for name in COLLECTIONS if not is_text)
    elif steps[-1] == "authority" or steps[-2:] == ["authority", "key"]:
        table = words.vocabulary("authorities")["authorities"]
        yield from (_Offer(key, row.get("short", ""), row.get("document", "")) for key, row in table.items())
    elif steps[-1] in ("per", "same", "like", "near"):
        yield from (_Offer(each, "attribute") for each in attributes(_collection(text, line)))
    elif len(steps) > 1 and steps[-2] == "where":
        for value in attributes(_collection(text, line)).get(steps[-1]) or ():
            yield _Offer(value, steps[-1])


def _collection(text: str, line: int) -> str:
    """The collection that is named nearest above a line, or on it."""
    above = "\n".join(text.splitlines()[:line])
    named = [found[1] for found in re.finditer(r"\bin:[ \t]*(\w+)", above) if found[1] in COLLECTIONS]
    return named[-1] if named else "record"


def _key(offer: _Offer, place: Cursor, column: int, is_json: bool) -> Words:
    written = offer.label
    if is_json and not place.quote:
        written = f'"{written}"'
    if not place.has_colon:
        written += '": ' if place.quote == '"' else ": "
    return Words(offer.label, written, place.start, column, True, offer.detail, offer.about)


def _value(offer: _Offer, place: Cursor, column: int, is_json: bool) -> Words:
    written = offer.label
    if place.quote == '"':
        written = json.dumps(written, ensure_ascii=False)[1:-1]
    elif place.quote == "'":
        written = written.replace("'", "''")
    elif is_json or not _PLAIN.fullmatch(written):
        written = json.dumps(written, ensure_ascii=False)
    return Words(offer.label, written, place.start, column, False, offer.detail, offer.about)
