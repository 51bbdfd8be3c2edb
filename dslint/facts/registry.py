"""Every body that one record names, with all its spellings: who "the CCG", "GSKP" or "Quaynote" is here."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dslint.facts.organisations import OrganisationMention, Organisations
from dslint.regexes import regex
from dslint.tuples import NamedTuple

_ACRONYM = regex(r"(?P<name>.*\S)\s*\((?P<acronym>[A-Z][\w&-]*(?: [A-Z]+)?[A-Z][\w&-]*)\)")
_SHORTEST = 3  # letters of a name that is looked for wherever the record has it


class Body(NamedTuple):
    """One body of a record. `names` are as printed; `identity` and `kind` as of organisations.identify."""

    identity: str
    kind: str | None
    names: tuple[str, ...]


class Registry:
    """The bodies of a record. `own` are its recipient and controllers, the first of them the recipient."""

    def __init__(
        self,
        organisations: Organisations,
        own: Iterable[str],
        named: Iterable[tuple[str, str, str | None]],
    ) -> None:
        """`named` are the names in the text with identity and kind, in order."""
        self._organisations = organisations
        self.own: list[str] = []
        self._names: dict[str, dict[str, None]] = {}
        self._kinds: dict[str, str | None] = {}
        self._acronyms: dict[str, str | None] = {}
        for name in own:
            identity, kind = organisations.identify(name)
            self.own.append(identity)
            self._add(name, identity, kind)
        for name, identity, kind in named:
            self._add(name, identity, kind)
        self._resolved: dict[str, str] = {}

    def _add(self, name: str, identity: str, kind: str | None) -> None:
        self._names.setdefault(identity, {})[name] = None
        self._kinds.setdefault(identity, kind)
        if (found := _ACRONYM.fullmatch(name)) and kind != "discloser":
            acronym = found["acronym"]
            known = self._acronyms.setdefault(acronym, identity)
            if known != identity and not (known and self._organisations.alike(known, identity)):
                self._acronyms[acronym] = None  # means more than one body

    @property
    def bodies(self) -> list[Body]:
        return [
            Body(identity, self._kinds[identity], tuple(names)) for identity, names in self._names.items()
        ]

    def only_of(self, kind: str | None) -> Body | None:
        """The one body of a kind that the record names; None where it names several or none."""
        bodies = [body for body in self.bodies if body.kind == kind]
        are_one = all(self._organisations.alike(bodies[0].identity, each.identity) for each in bodies)
        return bodies[0] if bodies and are_one else None

    def resolve(self, name: str, identity: str) -> tuple[str, str | None]:
        """The identity and kind of the body that a name means in this record."""
        if identity not in self._resolved:
            self._resolved[identity] = self._resolve(name, identity)
        meant = self._resolved[identity]
        return meant, self._kinds.get(meant)

    def _resolve(self, name: str, identity: str) -> str:
        meant = self._acronyms.get(name.strip())
        if meant:
            return meant
        if self._kinds.get(identity):
            return identity
        longer = {other for other in self._names if other.startswith(f"{identity} ")}
        return longer.pop() if len(longer) == 1 else identity

    def local_names(self, introduced: Iterable[OrganisationMention]) -> dict[str, tuple[str, str | None]]:
        """Names that only this record makes known, with identity and kind of the body."""
        found: dict[str, tuple[str, str | None]] = {}
        for acronym, identity in self._acronyms.items():
            if identity and len(acronym) >= _SHORTEST:
                found[acronym] = (identity, self._kinds.get(identity))
        for phrase in introduced:
            bare = re.sub(r"\s*\([^()]*\)$", "", phrase.name)
            if len(bare) >= _SHORTEST:
                found.setdefault(bare, self.resolve(bare, phrase.identity))
        return found

    def places_of(
        self, names: dict[str, tuple[str, str | None]], text: str
    ) -> tuple[OrganisationMention, ...]:
        """Where a line holds names that the record makes known, as words of their own."""
        found = [
            self._local(text, match, identity, kind)
            for name, (identity, kind) in names.items()
            if name in text
            for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)
        ]
        found.sort(key=lambda each: (each.start, -each.end))
        free: list[OrganisationMention] = []
        for each in found:
            if not free or each.start >= free[-1].end:
                free.append(each)
        return tuple(free)

    def _local(self, text: str, match: re.Match[str], identity: str, kind: str | None) -> OrganisationMention:
        end = self._organisations.with_brackets(text, match.end())
        return OrganisationMention(match.start(), end, text[match.start() : end], identity, kind, "local")
