"""What is wrong with a file that somebody wrote, and where."""

from __future__ import annotations

from dslint.tuples import NamedTuple


class Problem(NamedTuple):
    """What is wrong with a file, where (1-based), and how to fix it."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"
