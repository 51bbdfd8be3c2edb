"""What operators share in reading a rule file that has been checked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, cast

from dslint.compiled import builtin
from dslint.engine.condition import Condition
from dslint.engine.filters import Filters, make_filter
from dslint.engine.joins import Join, Joins, JoinTarget, SectionText, TextJoin
from dslint.engine.outcome import Truth
from dslint.engine.scan import Scanner
from dslint.patterns import Pattern


class ConditionParser(ABC):
    """Parses conditions whose text patterns share one scanner. `timeline` are dates of law by their names."""

    def __init__(self, scanner: Scanner, trusted: bool, timeline: Mapping[str, Any]) -> None:
        self.scanner = scanner
        self.trusted = trusted
        self.timeline = timeline

    @abstractmethod
    def condition(self, data: dict[str, Any]) -> Condition: ...

    @abstractmethod
    def effort(self, data: dict[str, Any]) -> int: ...

    def filters(self, body: dict[str, Any]) -> Filters:
        """What `where` asks of each attribute."""
        where = body.get("where", {})
        return Filters.of(make_filter(name, wanted, self._matcher) for name, wanted in where.items())

    def joins(self, body: dict[str, Any]) -> Joins:
        """The partners under `with` and `without`."""
        wanted = [(True, self._join_target(each)) for each in body.get("with", [])]
        return wanted + [(False, self._join_target(each)) for each in body.get("without", [])]

    def pattern(self, source: str) -> Pattern:
        return builtin(source) if self.trusted else Pattern(source)

    def _matcher(self, source: str) -> Callable[[str], Truth]:
        return self.scanner.matcher(self.pattern(source))

    def _join_target(self, body: dict[str, Any]) -> JoinTarget:
        get = body.get
        if "text" in body:
            text = cast("SectionText", self.condition({"text": body["text"]}))
            return TextJoin(text, get("same"), get("like"), get("differs"), get("within"))
        relation = next(key for key in ("same", "like", "near", "own") if key in body)
        return Join(
            body["in"],
            relation,
            "" if relation == "own" else body[relation],
            self.filters(body),
            get("as", ""),
            get("note", ""),
        )
