"""Text to classified lines. Every character belongs to one line, and no text makes it fail."""

from dslint.tokenizer.lines import Kind, Line, shape_of
from dslint.tokenizer.text import plain, split_lines

__all__ = ["Kind", "Line", "plain", "shape_of", "split_lines"]
