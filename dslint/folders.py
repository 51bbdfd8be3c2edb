"""Where the package's data lie, as texts: `pathlib` takes longer to import than the rules to read."""

from __future__ import annotations

import os

PACKAGE = os.path.dirname(os.path.abspath(__file__))
VOCABULARY = os.path.join(PACKAGE, "vocabulary")


def _beside_package(name: str) -> str:
    """A folder of the repository's top level; inside the package when installed from a wheel."""
    packaged = os.path.join(PACKAGE, "_data", name)
    return packaged if os.path.isdir(packaged) else os.path.join(os.path.dirname(PACKAGE), name)


RULES = _beside_package("rules")
SCHEMAS = _beside_package("schemas")


def files_in(folder: str, *suffixes: str) -> list[str]:
    """The files of a folder whose names end so, sorted."""
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(suffixes)]


def rule_files() -> list[str]:
    groups = (os.path.join(RULES, name) for name in sorted(os.listdir(RULES)))
    return [path for group in groups if os.path.isdir(group) for path in files_in(group, ".yaml")]
