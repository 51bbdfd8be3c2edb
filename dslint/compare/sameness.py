"""When two editions say the same in other words: by what the vocabularies know, not by how it looks."""

from __future__ import annotations

from functools import cache, lru_cache

from dslint import resources
from dslint.engine.finding import Evidence, Finding
from dslint.facts import Item, datasets, meanings
from dslint.facts.meanings import fold

Statement = tuple[str, str, frozenset[str]]  # a rule, an agreement and what the evidence means


def identity(item: Item, same: str) -> str:
    """Equal for values that say the same: by an attribute, an "answer", a "basis", or the "text"."""
    if same == "answer":
        return _answer(item.text)
    if same == "basis":
        return basis(item.text)
    return fold(str(item.get(same) or item.text))


@lru_cache(maxsize=4096)
def _answer(text: str) -> str:
    """An opt-out answer and, behind a colon, its reason; the register gave none in its first years."""
    said = meanings.opt_out(text)
    if said["kind"] != "opt_out":
        return fold(text)
    reason = said["reason"] or fold(text)
    return str(said["meaning"]) if reason == "none" else f"{said['meaning']}: {reason}"


@lru_cache(maxsize=4096)
def basis(text: str) -> str:
    """The provisions of a legal basis, synonyms as one; the words where none is known."""
    cited = meanings.legal_basis(text)["provisions"]
    return " ".join(sorted({_synonyms().get(each, each) for each in cited})) if cited else fold(text)


@cache
def _synonyms() -> dict[str, str]:
    provisions = resources.vocabulary("legal_bases")["provisions"]
    return {each["id"]: each["same_as"] for each in provisions if "same_as" in each}


def says_less(same: str, one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether one value, an identity and its text, says the same as another with less detail: "N" beside
    "No - data flow is not identifiable", an act beside one of its sections."""
    if same == "answer":
        return other[0].startswith(f"{one[0]}:")
    if same == "basis":
        return bool(meanings.legal_basis(one[1])["generic"]) and fold(other[1]).startswith(fold(one[1]) + " ")
    return False


def statements(finding: Finding) -> set[Statement]:
    """What a finding says of each of its agreements, whatever the words of the edition."""
    meaning = frozenset(map(_meaning, finding.evidence))
    references = [each.agreement for each in finding.occurrences] or [finding.agreement]
    return {(finding.rule, reference or finding.organisation or "", meaning) for reference in references}


def _meaning(evidence: Evidence) -> str:
    if evidence.field == "opt_outs":
        return f"opt_outs {_answer(evidence.text).partition(':')[0]}"
    if evidence.field == "legal_basis":
        return f"legal_basis {basis(evidence.text)}"
    if evidence.field in {"datasets", "releases"}:
        return f"datasets {datasets.identify(evidence.text)['dataset']}"
    return f"{evidence.field} {fold(evidence.text)}"
