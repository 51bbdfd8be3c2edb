"""When two editions say the same in other words: by what the vocabularies know, not by how it looks."""

from __future__ import annotations

from functools import cached_property

from dslint.engine.finding import Evidence, Finding
from dslint.facts import Item
from dslint.facts.datasets import Datasets
from dslint.facts.meanings import Meanings, fold_text
from dslint.memo import cached_method
from dslint.vocabularies import Vocabularies

Statement = tuple[str, str, frozenset[str]]  # a rule, an agreement and what the evidence means


class Sameness:
    """Tells by some vocabularies when two values say the same."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._meanings = vocabularies.derived(Meanings)
        self._identify = vocabularies.derived(Datasets).identify
        self._provisions = vocabularies.vocabulary("legal_bases")["provisions"]

    def identity(self, item: Item, same: str) -> str:
        """Equal for values that say the same: by an attribute, an "answer", a "basis", or the "text"."""
        if same == "answer":
            return self._answer(item.text)
        if same == "basis":
            return self.basis(item.text)
        return fold_text(str(item.get(same) or item.text))

    @cached_method(4096)
    def _answer(self, text: str) -> str:
        """An opt-out answer and, behind a colon, its reason; the register gave none in its first years."""
        meaning = self._meanings.opt_out(text)
        if meaning["kind"] != "opt_out":
            return fold_text(text)
        reason = meaning["reason"] or fold_text(text)
        return str(meaning["meaning"]) if reason == "none" else f"{meaning['meaning']}: {reason}"

    @cached_method(4096)
    def basis(self, text: str) -> str:
        """The provisions of a legal basis, synonyms as one; the words where none is known."""
        cited = self._meanings.legal_basis(text)["provisions"]
        return (
            " ".join(sorted({self._synonyms.get(each, each) for each in cited})) if cited else fold_text(text)
        )

    @cached_property
    def _synonyms(self) -> dict[str, str]:
        provisions = self._provisions
        return {each["id"]: each["same_as"] for each in provisions if "same_as" in each}

    def says_less(self, same: str, one: tuple[str, str], other: tuple[str, str]) -> bool:
        """Whether one value, an identity and its text, says the same as another with less detail: "N" beside
        "No - data flow is not identifiable", an act beside one of its sections."""
        if same == "answer":
            return other[0].startswith(f"{one[0]}:")
        if same == "basis":
            return bool(self._meanings.legal_basis(one[1])["generic"]) and fold_text(other[1]).startswith(
                fold_text(one[1]) + " "
            )
        return False

    def statements(self, finding: Finding) -> set[Statement]:
        """What a finding says of each of its agreements, whatever the words of the edition."""
        meaning = frozenset(map(self._meaning, finding.evidence))
        references = [each.agreement for each in finding.occurrences] or [finding.agreement]
        return {(finding.rule, reference or finding.organisation or "", meaning) for reference in references}

    def _meaning(self, evidence: Evidence) -> str:
        if evidence.field == "opt_outs":
            return f"opt_outs {self._answer(evidence.text).partition(':')[0]}"
        if evidence.field == "legal_basis":
            return f"legal_basis {self.basis(evidence.text)}"
        if evidence.field in {"datasets", "releases"}:
            return f"datasets {self._identify(evidence.text)['dataset']}"
        return f"{evidence.field} {fold_text(evidence.text)}"
