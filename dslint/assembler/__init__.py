"""Tokens to agreements: where records begin, which labels are labels, and what each value's place is."""

from dslint.assembler.page import assemble

__all__ = ["assemble"]
