"""Text that was wrapped, printed, quoted, indented or marked up, as the lines that were written."""

from dslint.tokenizer.restoring.restore import Restored, restore

__all__ = ["Restored", "restore"]
