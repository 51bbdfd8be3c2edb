from __future__ import annotations

import hashlib

import pytest

from dslint.digests import blake2b, sha256


@pytest.mark.parametrize("content", [b"", b"a page", bytes(range(256)) * 1000])
def test_digests_are_those_of_the_standard_library(content: bytes) -> None:
    assert sha256(content).hexdigest() == hashlib.sha256(content).hexdigest()
    ours, theirs = blake2b(digest_size=16, key=b"k"), hashlib.blake2b(digest_size=16, key=b"k")
    ours.update(content)
    theirs.update(content)
    assert ours.hexdigest() == theirs.hexdigest()
