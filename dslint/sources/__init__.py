"""Finding inputs and turning their bytes into text."""

from dslint.sources.decode import Unreadable, decode
from dslint.sources.walk import STANDARD_INPUT, Input, collect, read_text, rule_text

__all__ = ["STANDARD_INPUT", "Input", "Unreadable", "collect", "decode", "read_text", "rule_text"]
