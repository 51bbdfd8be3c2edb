"""What governs the use of the data in one record, brought to a form that records can be compared by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dslint.facts.item import Item


def opt_out_regime(items: Iterable[Item] | None) -> str | None:
    """ "applied", "not applied" or both; None when a value is missing or not known."""
    answers = [item for item in items or () if item.get("kind") != "type_of_data"]
    if not answers or any(item.get("meaning") not in {"applied", "not_applied"} for item in answers):
        return None
    return _joined(item.get("meaning").replace("_", " ") for item in answers)


def legal_regime(items: Iterable[Item] | None) -> str | None:
    """The gateways that the legal bases name. The Act without a section names none: an older way of
    writing, and so nothing to compare with."""
    gateways: list[Any] = [item.get("gateways") for item in items or ()]
    if not gateways or None in gateways:
        return None
    return _joined(word for words in gateways for word in words if word != "generic") or None


def _joined(words: Iterable[str]) -> str:
    return " and ".join(sorted(set(words)))
