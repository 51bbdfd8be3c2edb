"""What a finding cites: authorities, and the remark that one is younger than the agreement."""

from __future__ import annotations

from dslint.engine.rule import Authority, Cited, Standards
from dslint.engine.template import listed


def cited(
    authorities: tuple[Authority, ...], standards: Standards | None, values: tuple[str, ...], made: str | None
) -> Cited:
    """What is cited of an agreement of that date. `values` decide among the standards, where they differ.

    Standards of values that were not found are not cited, and what is younger than the agreement comes last.
    """
    measured = _measured_against(standards, values)
    if standards is not None:
        others = [each for each in standards.of.values() if each not in measured]
        authorities = tuple(each for each in authorities if each not in others)
    if made is None:
        return authorities, None
    return tuple(sorted(authorities, key=lambda each: _is_younger(each, made))), _caveat(measured, made)


def _measured_against(standards: Standards | None, values: tuple[str, ...]) -> list[Authority]:
    if standards is None:
        return []
    if standards.by is None:
        return list(standards.of.values())
    return list(dict.fromkeys(standards.of[value] for value in values if value in standards.of))


def _is_younger(authority: Authority, date: str) -> bool:
    since = authority.in_force_from
    return since is not None and date[: len(since)] < since[: len(date)]


def _caveat(standards: list[Authority], made: str) -> str | None:
    """The remark that standards are younger than the agreement that they are applied to."""
    younger = [each for each in standards if _is_younger(each, made)]
    if not younger:
        return None
    if len(younger) == 1:
        return f"Measured against {_in_words(younger[0])}, which is younger than the agreement."
    if any(each.in_force_until for each in younger):
        named = listed(list(map(_in_words, younger)))
    else:
        named = f"today's standards ({'; '.join(map(_in_force, younger))})"
    return f"Measured against {named}, which are younger than the agreement."


def _in_words(standard: Authority) -> str:
    since = standard.in_force_from or ""
    which = f"the standard of {since[:4]}" if standard.in_force_until else "today's standard"
    return f"{which} ({_in_force(standard)})"


def _in_force(standard: Authority) -> str:
    return f"{standard.document}, in force from {standard.in_force_from or ''}"
