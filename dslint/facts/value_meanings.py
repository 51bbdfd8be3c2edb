"""What one value means, by the name that the table of fields has for its meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dslint.facts.datasets import Datasets
from dslint.facts.meanings import Meanings
from dslint.facts.organisations import Organisations
from dslint.values.cells import read_answer
from dslint.vocabularies import Vocabularies

Meaning = Callable[[str], dict[str, Any]]


class ValueMeanings:
    """`by_name` holds the functions that `meaning` of the table of fields names.

    >>> ValueMeanings(BUILT_IN).by_name["answer"]("Yes")
    {'answer': 'yes'}
    """

    def __init__(self, vocabularies: Vocabularies) -> None:
        meanings = vocabularies.derived(Meanings)
        self._organisations = vocabularies.derived(Organisations)
        self.by_name: dict[str, Meaning] = {
            "text": lambda text: {},
            "answer": lambda text: {"answer": (read_answer(text, vocabularies) or text).casefold()},
            "organisation": self._organisation,
            "dataset": vocabularies.derived(Datasets).identify,
            "type_of_data": meanings.type_of_data,
            "opt_out": lambda text: {**meanings.opt_out(text), "run_together": False},
            "confidentiality": meanings.confidentiality,
            "legal_basis": meanings.legal_basis,
            "sensitivity": meanings.sensitivity,
            "access_method": meanings.access_method,
        }

    def _organisation(self, name: str) -> dict[str, Any]:
        identity, kind = self._organisations.identify(name)
        return {"name": name, "organisation": identity, "kind": kind}
