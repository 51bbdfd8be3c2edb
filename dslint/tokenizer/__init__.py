"""Text to tokens: lossless, and unable to fail."""

from dslint.tokenizer.lines import Kind, Line, scan
from dslint.tokenizer.text import Token, split_lines, tokenize

__all__ = ["Kind", "Line", "Token", "scan", "split_lines", "tokenize"]
