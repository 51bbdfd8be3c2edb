"""Choosing rules by id, by prefix of an id, or by name."""

from __future__ import annotations

from collections.abc import Iterable

Name = tuple[str, str]  # a rule's id and name
ALL = "ALL"
DEFAULT, STRICT = "default", "strict"  # profiles


class UnknownRule(ValueError):
    """Words that are no rules, each with a message that names the nearest one."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__("\n".join(words.values()))
        self.words = words


def split_words(values: tuple[str, ...]) -> tuple[str, ...]:
    """Words of options that may be given several times or as comma lists."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def is_in(profiles: list[str], profile: str) -> bool:
    """Whether a rule that names its profiles is in one. All are in strict; those of default are in all."""
    return profile == STRICT or profile in profiles or DEFAULT in profiles


def select(rules: list[Name], words: tuple[str, ...]) -> set[str]:
    """The ids that the words mean. Raises UnknownRule."""
    return {rule for word in words for rule in matching(rules, word)}


def width(rules: list[Name], word: str) -> int:
    """How many rules a word means. Raises UnknownRule."""
    return len(matching(rules, word))


def unknown(rules: list[Name], words: Iterable[str]) -> dict[str, str]:
    """The words that name no rule, with what to say of each."""
    found = {}
    for word in words:
        try:
            matching(rules, word)
        except UnknownRule as error:
            found[word] = str(error)
    return found


def matching(rules: list[Name], word: str) -> set[str]:
    """The ids that a word means. Raises UnknownRule when there is none."""
    upper = word.upper()
    if upper == ALL:
        return {rule for rule, _ in rules}
    exact = {rule for rule, name in rules if upper == rule or word.lower() == name}
    found = exact or {rule for rule, _ in rules if rule.startswith(upper)}
    if not found:
        raise UnknownRule({word: f"there is no rule {word!r}{_nearest(rules, word)}"})
    return found


def _nearest(rules: list[Name], word: str) -> str:
    import difflib

    names = {name.casefold(): name for rule in rules for name in rule}
    folded = word.casefold()
    # Of names that are nearly as near, the one of the same group is meant.
    close = difflib.get_close_matches(folded, names, 8, 0.4)
    close.sort(key=lambda name: name[:3] != folded[:3])
    return f"; did you mean {names[close[0]]}?" if close else ""
