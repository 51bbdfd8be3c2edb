"""Text to classified lines. Every character belongs to one line, and no text makes it fail."""

from dslint.tokenizer.lines import Kind, Line, scan, scan_all
from dslint.tokenizer.text import plain, split_lines

__all__ = ["Kind", "Line", "plain", "scan", "scan_all", "split_lines"]
