"""Whose population a line speaks of: the bodies before "resident population" and the like.

The wording is data (vocabulary/populations.yaml).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dslint import resources
from dslint.facts.organisations import Mention, find_mentions
from dslint.facts.wording import index_of
from dslint.patterns import Index, Pattern, builtin

_OWNER = re.compile(r"(?:['’]s?)?\s*")
_JOINT = re.compile(r"(?:['’]s?)?\s*(?:,|,? (?:and|&))\s*(?:the )?")


@cache
def _anchor() -> tuple[Index, Pattern]:
    anchor = builtin(resources.vocabulary("populations")["match"])
    return index_of([anchor]), anchor


@lru_cache(maxsize=65536)
def populations_in(text: str) -> tuple[Mention, ...]:
    """The bodies whose population a line names, with those that a comma or "and" joins to them."""
    index, anchor = _anchor()
    if not (live := index.live(text)):
        return ()
    found: list[Mention] = []
    for start, _ in anchor.spans(text, live[0][1]):
        reached, between = start, _OWNER
        for mention in reversed([each for each in find_mentions(text) if each.end <= start]):
            if not between.fullmatch(text[mention.end : reached]):
                break
            found.append(mention)
            reached, between = mention.start, _JOINT
    return tuple(sorted(set(found)))
