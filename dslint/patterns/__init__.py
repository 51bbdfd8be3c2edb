"""Regular expressions of rules and vocabularies: compiled when needed, refused when they could run away."""

from dslint.patterns.alternatives import FLAGS, MASK, Alternative, alternatives_of, lowered
from dslint.patterns.budget import BUDGET, PatternTimeout
from dslint.patterns.complaints import complaint, group_names
from dslint.patterns.index import Index, Pass, Texts
from dslint.patterns.pattern import Pattern

__all__ = [
    "BUDGET",
    "FLAGS",
    "MASK",
    "Alternative",
    "Index",
    "Pass",
    "Pattern",
    "PatternTimeout",
    "Texts",
    "alternatives_of",
    "complaint",
    "group_names",
    "lowered",
]
