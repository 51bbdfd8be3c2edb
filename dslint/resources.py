"""Where the package's data lie: rules, vocabularies, schemas, templates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dslint import folders

PACKAGE, VOCABULARY = Path(folders.PACKAGE), Path(folders.VOCABULARY)
RULES, SCHEMAS = Path(folders.RULES), Path(folders.SCHEMAS)
_TEMPLATES = PACKAGE / "templates"


def rule_files() -> list[Path]:
    return list(map(Path, folders.rule_files()))


def template(name: str) -> str:
    """A file to start from."""
    return (_TEMPLATES / name).read_text("utf-8")


_SUFFIX = ".schema.json"
# Parts of the configuration that may also stand in a file of their own.
_PARTS_OF_CONFIG = {"vocabulary": "vocabulary", "ignore": "ignore-file", "dialect": "dialect"}


def schema_names() -> list[str]:
    return sorted(
        {path.name.removesuffix(_SUFFIX) for path in SCHEMAS.glob(f"*{_SUFFIX}")} | {*_PARTS_OF_CONFIG}
    )


def schema(name: str) -> dict[str, Any]:
    """A JSON Schema by its name, such as "rule"."""
    if name in _PARTS_OF_CONFIG:
        whole, part = schema("config"), _PARTS_OF_CONFIG[name]
        return {
            "$schema": whole["$schema"],
            "$id": whole["$id"].replace("config", name),
            "title": f"dslint {name} file",
            **whole["$defs"][part],
            "$defs": whole["$defs"],
        }
    loaded: dict[str, Any] = json.loads(schema_file(name).read_text("utf-8"))
    return loaded


def schema_file(name: str) -> Path:
    return SCHEMAS / f"{name}.schema.json"
