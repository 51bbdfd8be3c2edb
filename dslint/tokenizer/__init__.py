"""Text to tokens: lossless, and unable to fail."""

from dslint.tokenizer.lines import Kind, Line, scan, scan_all
from dslint.tokenizer.text import Token, split_lines, tokenize

__all__ = ["Kind", "Line", "Token", "scan", "scan_all", "split_lines", "tokenize"]
