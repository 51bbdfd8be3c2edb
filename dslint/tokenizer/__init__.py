"""Text to tokens: lossless, and unable to fail."""

from dslint.tokenizer.lines import Kind, Line, scan, scan_all
from dslint.tokenizer.text import Token, plain, split_lines, tokenize

__all__ = ["Kind", "Line", "Token", "plain", "scan", "scan_all", "split_lines", "tokenize"]
