"""A bounded number of changed inputs of every reader; `make fuzz` tries them for as long as you like."""

from __future__ import annotations

from itertools import islice

import pytest
from attempt import attempt, inputs
from readers import READERS, Reader

KEPT = [(reader, path) for reader in READERS for path in reader.corpus()]


@pytest.mark.parametrize(("reader", "path"), KEPT, ids=[f"{reader.name}-{path}" for reader, path in KEPT])
def test_inputs_of_the_corpus(reader: Reader, path: str) -> None:
    assert attempt(reader, reader.corpus()[path]) is None


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_changed_inputs(reader: Reader) -> None:
    for number, data in enumerate(islice(inputs(reader, "ci"), reader.in_ci)):
        failure = attempt(reader, data)
        assert failure is None, f"input {number} {data[:2000]!r}\n{failure.kind}\n{failure.told}"
