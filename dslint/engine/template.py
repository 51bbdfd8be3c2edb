"""Message templates: text with {alias.attribute} places, filled from what the conditions rest on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from dslint.engine.outcome import Bound
from dslint.model import Place, Span

_PLACE = re.compile(r"\{(?P<alias>[a-z_]+)\.(?P<attribute>[a-z_]+)(?P<first>\.first)?\}")
GROUP = "group"  # {group.count} is filled when the whole run is known
MOST_NAMED = 4


class Template(NamedTuple):
    source: str

    def places(self) -> list[tuple[str, str, int]]:
        """Alias, attribute and offset of each place."""
        return [(m["alias"], m["attribute"], m.start()) for m in _PLACE.finditer(self.source)]

    def braces(self) -> int:
        """The offset of the first brace that opens no place, or -1."""
        return _PLACE.sub(lambda found: "_" * len(found.group()), self.source).find("{")

    def fill(self, bound: list[Bound], place: Callable[[Span], Place]) -> str:
        """Several values are listed, printed text in quotes; beyond a few they are counted.

        `place` leads from a span to the file, whose lines are the ones that people know. `count` and `lines`
        may be asked of any alias, and `.first` of any attribute.
        """

        def value(found: re.Match[str]) -> str:
            if found["alias"] == GROUP:
                return found.group()
            items = [b.item for b in bound if b.alias == found["alias"]]
            if found["attribute"] == "count":
                return str(len({(i.span.line, i.span.column, i.text) for i in items}))
            if found["attribute"] == "lines":
                return listed([str(line) for line in sorted({place(i.span).line for i in items})])
            values = [item.get(found["attribute"]) for item in items]
            texts = [", ".join(v) if isinstance(v, list) else str(v) for v in values if v is not None]
            if found["attribute"] == "text":
                texts = [f'"{text}"' for text in texts]
            return listed(list(dict.fromkeys(texts))[: 1 if found["first"] else None])

        return " ".join(_PLACE.sub(value, self.source).split()) if "{" in self.source else self.source


def listed(texts: list[str]) -> str:
    """ "a", "a and b", "a, b and c", "a, b, c, d and 7 more"."""
    if len(texts) > MOST_NAMED + 1:
        texts = [*texts[:MOST_NAMED], f"{len(texts) - MOST_NAMED} more"]
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)
