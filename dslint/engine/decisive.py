"""A digest of everything but the input that decides what is found in it."""

from __future__ import annotations

import os
import sys
import unicodedata
from datetime import date
from functools import lru_cache
from importlib.util import find_spec

from dslint import compiled, folders
from dslint.digests import blake2b
from dslint.engine.rule import Rule
from dslint.shapes import dump
from dslint.tuples import NamedTuple
from dslint.version import __version__
from dslint.vocabularies import Vocabularies

# What reads inputs and runs patterns: another version of it may find something else.
_LIBRARIES = ("ahocorasick", "mammoth", "pypdf", "python_calamine", "regex", "yaml")
_TODAY = b'"as_of"'  # in a rule: the date that stands for today, whether one was given or not


class RulesDigest(NamedTuple):
    """`asks_today` tells whether a rule asks what day it is when nobody has said so."""

    of_rules: str
    asks_today: bool

    def on(self, as_of: str) -> str:
        """With the date that is taken for today, ISO or empty."""
        return f"{self.of_rules} {as_of or (date.today().isoformat() if self.asks_today else '')}"


def rules_digest(rules: list[Rule], vocabularies: Vocabularies, all_versions: bool) -> RulesDigest:
    """`all_versions` tells whether older versions are judged, too. Raises ValueError for rules or words that
    are no plain data."""
    data = dump(
        [
            (
                rule.id,
                rule.scope,
                rule.trusted,
                rule.severity,
                [head.severity for head in rule.heads],
                rule.data,
            )
            for rule in rules
        ]
    )
    whole = blake2b(data, digest_size=32)
    whole.update(dump(vocabularies.rows()))
    whole.update(f"{_program()}\0{all_versions}".encode())
    return RulesDigest(whole.hexdigest(), _TODAY in data)


@lru_cache(maxsize=1)
def _program() -> str:
    """dslint with its data, and what it is run by."""
    parts = [__version__, sys.version, unicodedata.unidata_version, compiled.digest()]
    for name in _LIBRARIES:
        found = find_spec(name)
        parts.append(f"{name} {_state(found.origin)}" if found and found.origin else name)
    waiting = [folders.PACKAGE]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                if entry.is_dir():
                    waiting.append(entry.path)
                elif entry.name.endswith((".py", ".json")):
                    parts.append(f"{entry.name} {_state(entry.path)}")
    return "\0".join(parts)


def _state(path: str) -> str:
    """A file that was written anew has another size or time."""
    try:
        status = os.stat(path)
    except OSError:
        return "gone"
    return f"{status.st_size} {status.st_mtime_ns}"
