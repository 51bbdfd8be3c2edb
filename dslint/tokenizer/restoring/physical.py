"""Lines as they stand in a file."""

from __future__ import annotations

from dslint.regexes import regex

# The mark of a list that stands alone on its line.
MARK_ALONE = regex(r"\s*[•◦▪●○·]\s*")


class PhysicalLine:
    """A line of the file. `number` is 1-based, `cut` is how many characters at its beginning are left out.
    With `new_page` a printed page begins with it.

    There are as many as lines, so they are made by code of their own.
    """

    __slots__ = ("cut", "new_page", "number", "text")

    def __init__(self, number: int, text: str, cut: int = 0, new_page: bool = False) -> None:
        self.number = number
        self.text = text
        self.cut = cut
        self.new_page = new_page

    @property
    def mark(self) -> int:
        """How many characters at its end were left out, because they only end the line."""
        return 0

    @property
    def shown(self) -> str:
        return self.text[self.cut :]

    @property
    def blank(self) -> bool:
        return len(self.text) <= self.cut or self.text[self.cut :].isspace()


class MarkedLine(PhysicalLine):
    """A line that a mark of a markup ends. Few files have any, so no other line has room for its length."""

    __slots__ = ("_mark",)

    def __init__(self, line: PhysicalLine, text: str, mark: int) -> None:
        super().__init__(line.number, text, line.cut, line.new_page)
        self._mark = mark

    @property
    def mark(self) -> int:
        return self._mark


def indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))
