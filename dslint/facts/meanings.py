"""The meaning of atomic values, by vocabulary. What no vocabulary knows has None for a meaning."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import Any

from dslint.memo import cached_method
from dslint.regexes import regex
from dslint.vocabularies import Vocabularies

Meaning = dict[str, Any]


@lru_cache(maxsize=16384)
def fold_text(text: str) -> str:
    """Equal for spellings that differ in case, dashes, quotes or white space."""
    text = re.sub(r"[‐-―−]", "-", text).replace("’", "'").replace("‘", "'")
    return re.sub(r"\s+", " ", text).strip().rstrip(".").casefold()


class Meanings:
    """What the values of header fields mean."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabulary = vocabularies.vocabulary

    @cached_method(64)
    def _values(self, name: str) -> dict[str, Meaning]:
        return {fold_text(value["text"]): value for value in self._vocabulary(name)["values"]}

    @cached_method(64)
    def texts(self, vocabulary: str) -> dict[str, str]:
        """The values of a vocabulary as printed, by their folded form."""
        return {folded: value["text"] for folded, value in self._values(vocabulary).items()}

    @cached_method(4096)
    def opt_out(self, text: str) -> Meaning:
        """kind: opt_out | type_of_data | None; meaning: applied | not_applied | unknown; reason."""
        folded = fold_text(text)
        if found := self._values("opt_outs").get(folded):
            return {
                "kind": "opt_out",
                "meaning": found["meaning"],
                "reason": found["reason"],
                "truncated": bool(found.get("truncated")),
            }
        if found := self._values("types_of_data").get(folded):
            return {"kind": "type_of_data", "identifiability": found["identifiability"], "truncated": False}
        for shape in self._vocabulary("opt_outs")["shapes"]:
            if folded.startswith(shape["starts"].casefold()):
                return {"kind": "opt_out", "meaning": shape["meaning"], "reason": None, "truncated": False}
        return {"kind": None, "truncated": False}

    @cached_method(4096)
    def type_of_data(self, text: str) -> Meaning:
        found = self._values("types_of_data").get(fold_text(text))
        return {"identifiability": found["identifiability"] if found else None}

    @cached_method(4096)
    def confidentiality(self, text: str) -> Meaning:
        found = self._values("confidentiality").get(fold_text(text))
        if found is None:
            return {"grounds": None, "mixture": None}
        return {"grounds": list(found["grounds"]), "mixture": bool(found.get("mixture"))}

    @cached_method(4096)
    def sensitivity(self, text: str) -> Meaning:
        found = self._values("sensitivity").get(fold_text(text))
        return {"sensitivity": found["sensitivity"] if found else None}

    @cached_method(4096)
    def access_method(self, text: str) -> Meaning:
        found = self._values("access").get(fold_text(text))
        return {"method": found["method"] if found else None}

    @cached_property
    def _provisions(self) -> tuple[tuple[str, str, re.Pattern[str], re.Pattern[str] | None], ...]:
        return tuple(
            (
                entry["id"],
                entry["gateway"],
                regex(entry["match"], re.IGNORECASE),
                regex(entry["unless"], re.IGNORECASE) if "unless" in entry else None,
            )
            for entry in self._vocabulary("legal_bases")["provisions"]
        )

    @cached_property
    def _generic(self) -> re.Pattern[str]:
        return regex("|".join(self._vocabulary("legal_bases")["generic"]), re.IGNORECASE)

    @cached_method(4096)
    def legal_basis(self, text: str) -> Meaning:
        """provisions: the acts and sections cited; gateways: what they can carry; None when none is known.

        `generic` is true for an act without a section: it cites nothing, and what it can carry cannot be
        decided (the label of the register before 2018). Every part of a basis joined by ";" counts.
        """
        text = " ".join(text.split())
        generic = self._generic.search(text) is not None
        cited = [
            (identity, gateway)
            for identity, gateway, match, unless in self._provisions
            if match.search(text) and not (unless and unless.search(text))
        ]
        if not cited:
            return {"provisions": [] if generic else None, "gateways": None, "generic": generic}
        return {
            "provisions": [identity for identity, _ in cited],
            "gateways": list(dict.fromkeys(gateway for _, gateway in cited)),
            "generic": generic,
        }
