"""Small changes of one faultless draft, in words that nobody tuned to: faults, and look-alikes that are none.

Each entry of `paraphrases/*.yaml` says how the draft is changed, whether that makes a fault, and which rule
tells it. A fault without `rule` is one that is not found yet. The even numbers were kept aside while the
rules were widened by the odd ones, so they tell how well the rules read what nobody wrote them for.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
BASE = HERE / "faultless" / "draft.yaml"

Entry = dict[str, Any]


@cache
def entries() -> list[Entry]:
    """Every entry of every file, in the order of the files."""
    files = sorted((HERE / "paraphrases").glob("*.yaml"))
    return [entry for file in files for entry in yaml.safe_load(file.read_text("utf-8"))]


@cache
def _base() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(BASE.read_text("utf-8"))
    return data


def changed(entry: Entry) -> str:
    """The draft as an entry changes it. Raises ValueError where a text to be changed is not there."""
    draft = deepcopy(_base())
    agreement = draft["agreement"]
    for each in entry.get("replace", ()):
        holder, key = _place(agreement, each["in"])
        holder[key] = _replaced(holder[key], each["old"], each["new"])
    for section, text in entry.get("add", {}).items():
        agreement[section] = f"{agreement.get(section, '').rstrip()}\n{text.strip()}\n"
    for each in entry.get("insert", ()):
        holder, key = _place(agreement, each["in"])
        holder[key] = _replaced(holder[key], each["after"], f"{each['after']}\n{each['text'].strip()}")
    for path, value in entry.get("set", {}).items():
        holder, key = _place(agreement, path)
        if key == "+":
            holder.append(value)
        elif value is None:
            holder.pop(key, None)
        else:
            holder[key] = value
    return yaml.dump(draft, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def _place(agreement: dict[str, Any], path: str) -> tuple[Any, Any]:
    """The mapping or list that a dotted path ends in, and the key or index there."""
    *steps, last = path.split(".")
    holder: Any = agreement
    for step in steps:
        holder = holder[int(step) if step.isdigit() else step]
    return holder, int(last) if last.isdigit() else last


def _replaced(text: str, old: str, new: str) -> str:
    if old not in text:
        raise ValueError(f"{old!r} is not in the draft")
    return text.replace(old, new, 1)


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as a block, as people do."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def by_kind() -> Iterator[tuple[str, list[Entry]]]:
    """The entries of each kind."""
    kinds: dict[str, list[Entry]] = {}
    for entry in entries():
        kinds.setdefault(entry["kind"], []).append(entry)
    yield from kinds.items()
