"""What an editor asks for when it connects, over what the configuration of the project says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dslint.config.check_options import CheckOptions
from dslint.tuples import NamedTuple

_WORDS = ("select", "ignore", "extend-select", "extend-ignore", "rules")
_TEXTS = ("profile", "config", "as-of", "baseline")
_YES_OR_NO = ("isolated", "no-ignores", "no-baseline")
_NUMBERS = ("delay", "most-files")


class Options(NamedTuple):
    """`given` is what the command line would be asked for, by the names of CheckOptions. `delay` are
    milliseconds to wait for more changes; `most_files` is how many files of a project are looked over by
    rules that compare files. Plain and picklable."""

    given: dict[str, Any] = {}
    delay: int = 0
    most_files: int = 200

    @property
    def check(self) -> CheckOptions:
        return CheckOptions([], **self.given)


def read_options(given: Any) -> tuple[Options, list[str]]:
    """The options that an editor sends, and what is wrong with them. What is wrong is left out.

    >>> read_options({"profile": "renewal", "select": "OPT"})[0].check.profile
    'renewal'
    """
    if given is None:
        return Options(), []
    if not isinstance(given, Mapping):
        return Options(), ["the settings of the editor are no object of names and values"]
    if isinstance(given.get("dslint"), Mapping):
        given = given["dslint"]
    known: dict[str, Any] = {}
    wrong: list[str] = []
    for written, value in given.items():
        key = _dashed(str(written))
        if value is None or value == "" or value == []:
            continue
        read = _read(key, value)
        if read is None:
            wrong.append(f"the editor's setting {written} {_expected(key)}")
        else:
            known[key] = read
    check = {_field(key): value for key, value in known.items() if key not in _NUMBERS}
    numbers = {_field(key): value for key, value in known.items() if key in _NUMBERS}
    return Options(check, **numbers), wrong


def _dashed(word: str) -> str:
    """Editors write names as extendSelect, configurations as extend-select."""
    return "".join(f"-{each.lower()}" if each.isupper() else each for each in word).replace("_", "-")


def _field(key: str) -> str:
    return key.replace("-", "_")


def _read(key: str, value: Any) -> Any:
    if key in _WORDS:
        words = [value] if isinstance(value, str) else value
        is_list = isinstance(words, list) and all(isinstance(each, str) for each in words)
        return tuple(words) if is_list else None
    if key in _TEXTS:
        return value if isinstance(value, str) else None
    if key in _YES_OR_NO:
        return value if isinstance(value, bool) else None
    if key in _NUMBERS:
        return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
    return None


def _expected(key: str) -> str:
    if key in _WORDS:
        return "must be a list of words"
    if key in _TEXTS:
        return "must be text"
    if key in _YES_OR_NO:
        return "must be true or false"
    if key in _NUMBERS:
        return "must be a number, 0 or more"
    known = ", ".join((*_TEXTS, *_WORDS, *_YES_OR_NO, *_NUMBERS))
    return f"is not known; known are {known}"
