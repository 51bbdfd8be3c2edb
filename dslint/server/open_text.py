"""The texts that an editor has open."""

from __future__ import annotations

from dslint.data_classes import dataclass
from dslint.server.positions import UTF16, Lines, Stretch


@dataclass
class OpenText:
    """A text as the editor has it now, whether it is saved or not."""

    uri: str
    language: str
    version: int
    text: str
    encoding: str = UTF16

    def __post_init__(self) -> None:
        self._lines: Lines | None = None

    @property
    def lines(self) -> Lines:
        if self._lines is None:
            self._lines = Lines(self.text, self.encoding)
        return self._lines

    def change(self, version: int, text: str, stretch: Stretch | None = None) -> None:
        """Replace a stretch of the text, or all of it."""
        if stretch is not None:
            start, end = self.lines.offset(stretch.start), self.lines.offset(stretch.end)
            text = self.text[:start] + text + self.text[max(start, end) :]
        self.version, self.text, self._lines = version, text, None
