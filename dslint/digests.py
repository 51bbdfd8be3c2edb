"""Digests by Python's own code. `hashlib` makes the same, and loads OpenSSL for it, which takes long."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b as blake2b
    from hashlib import sha256 as sha256
else:

    def _first(name, *modules):
        """What the first of these modules that this Python has calls so."""
        for module in modules:
            try:
                return getattr(import_module(module), name)
            except ImportError:
                continue
        raise ImportError(name)

    blake2b = _first("blake2b", "_blake2", "hashlib")
    sha256 = _first("sha256", "_sha2", "_sha256", "hashlib")  # _sha256 before Python 3.12
