"""The words that a run knows: the built-in vocabularies with the rows that a project adds to them."""

from __future__ import annotations

from _thread import RLock
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from dslint import compiled

Row = dict[str, Any]
Made = TypeVar("Made")


class Vocabularies:
    """The built-in vocabularies and a project's own rows. They do not change once they are made.

    What reads text by these words (indexes, readers, their memories) is made from them by `derived`, once for
    each Vocabularies, and kept with them. Two with different rows share nothing.

    >>> words = Vocabularies({"sensitivity": [{"text": "Hush", "sensitivity": "sensitive", "source": "us"}]})
    >>> words.vocabulary("sensitivity")["values"][-1]["text"]
    'Hush'
    """

    def __init__(self, own: Mapping[str, Sequence[Row]] | None = None) -> None:
        """`own` are rows by the name of the vocabulary that they are added to, such as "organisations".

        Raises KeyError for a vocabulary that dslint does not have.
        """
        self._own = {name: list(rows) for name, rows in (own or {}).items() if rows}
        self._whole = {name: _with_rows(compiled.vocabulary(name), rows) for name, rows in self._own.items()}
        self._derived: dict[Callable[[Vocabularies], Any], Any] = {}
        self._lock = RLock()

    def vocabulary(self, name: str) -> Any:
        """A vocabulary by the name of its file without the suffix, own rows behind the built-in ones."""
        return self._whole.get(name) or compiled.vocabulary(name)

    def own(self, name: str) -> list[Row]:
        """The rows that were added to a vocabulary."""
        return self._own.get(name, [])

    def derived(self, kind: Callable[[Vocabularies], Made]) -> Made:
        """What a class or function makes of these vocabularies. It is made when it is first asked for."""
        try:
            made: Made = self._derived[kind]
        except KeyError:
            with self._lock:
                if kind not in self._derived:
                    self._derived[kind] = kind(self)
                made = self._derived[kind]
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Picklable: the rows go along, and what is derived from them is made again."""
        return with_words, (self._own,)

    def __repr__(self) -> str:
        rows = ", ".join(f"{name}: {len(rows)}" for name, rows in self._own.items())
        return f"Vocabularies({rows or 'built-in'})"


def _with_rows(builtin: Any, own: list[Row]) -> Any:
    """The vocabulary with rows behind those of its list; as it is when what reads it asks for `own`."""
    key = next((key for key in ("aliases", "values") if key in builtin), None)
    return {**builtin, key: [*builtin[key], *own]} if key else builtin


BUILT_IN = Vocabularies()


def with_words(own: Mapping[str, Sequence[Row]]) -> Vocabularies:
    """The vocabularies with these rows. Without any they are BUILT_IN, which everybody shares."""
    return Vocabularies(own) if any(own.values()) else BUILT_IN
