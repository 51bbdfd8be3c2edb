"""Lines as they stand in a file."""

from __future__ import annotations

from dslint.data_classes import dataclass
from dslint.regexes import regex

# The mark of a list that stands alone on its line.
MARK_ALONE = regex(r"\s*[•◦▪●○·]\s*")


@dataclass(slots=True)
class PhysicalLine:
    """A line of the file. `cut` is how many characters at its beginning are left out."""

    number: int  # 1-based
    text: str
    cut: int = 0
    new_page: bool = False  # a printed page begins with it
    mark: int = 0  # how many characters at its end were left out, because they only end the line

    @property
    def shown(self) -> str:
        return self.text[self.cut :]

    @property
    def blank(self) -> bool:
        return len(self.text) <= self.cut or self.text[self.cut :].isspace()


def indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))
