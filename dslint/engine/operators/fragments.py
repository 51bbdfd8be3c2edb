"""Pieces of the schema that several operators share."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

CONDITION: Schema = {"$ref": "#/$defs/condition"}
WHERE: Schema = {"$ref": "#/$defs/where"}
TEXT: Schema = {"type": "string", "minLength": 1}
ATTRIBUTE: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
COLLECTION: Schema = {**ATTRIBUTE, "description": "A collection of facts; docs/rule-language.md lists them."}
ALIAS: Schema = {
    **ATTRIBUTE,
    "description": "The name of what is found, for messages and for `point_at`.",
}
NOTE: Schema = {
    **TEXT,
    "description": "A remark that text output prints under the place; {attribute} is filled in.",
}


def several(items: Schema, **more: Any) -> Schema:
    """A list of at least one."""
    return {"type": "array", "minItems": 1, **more, "items": items}


def one_or_several(item: Schema, **more: Any) -> Schema:
    """One value, or a list of at least one."""
    return {"anyOf": [item, several(item)], **more}


def joins(description: str | None = None) -> Schema:
    """Partners that an item must have, or must not have."""
    return several({"$ref": "#/$defs/join"}, **({"description": description} if description else {}))


def mapping(properties: dict[str, Schema], required: list[str]) -> Schema:
    """A mapping with these keys and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
