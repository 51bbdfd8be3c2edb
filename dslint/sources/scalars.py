"""Where the text of a YAML value stands in its file."""

from __future__ import annotations

import re
from bisect import bisect_right

from dslint.regexes import regex
from dslint.source_map import SourceStep

_WORD = regex(r"\S+")
_FURTHEST = 1000  # characters of indentation and blank lines between two words


class Written:
    """The text of a YAML file."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in re.finditer(r"\r\n|\n|\r", text))]

    def steps(self, value: list[str], line: int, column: int) -> list[tuple[SourceStep, ...]]:
        """The steps of each line of a value that begins at a place of the file.

        A block, a folded text or a quoted one has its words in the order in which they are written. A word
        that is written with escapes stands where the one before it ends, and so does the end of a line that
        is read as a space.
        """
        position = self._starts[min(line, len(self._starts)) - 1] + column - 1
        if self._text[position : position + 1] in {"|", ">"}:
            position = self._starts[min(line, len(self._starts) - 1)]
        found: list[tuple[SourceStep, ...]] = []
        for text in value:
            steps: list[SourceStep] = []
            done = 0  # characters of the text that have their step
            for word in self._pieces(text, position):
                at = self._text.find(word.group(), position, position + len(word.group()) + _FURTHEST)
                if at >= 0:
                    between = text[done : word.start()]
                    if between.strip() or (done and between != self._text[position:at]):
                        steps.append(SourceStep(done + 1, *self._place(position), 0))
                    steps.append(SourceStep(word.start() + 1, *self._place(at)))
                    position, done = at + len(word.group()), word.end()
            if not steps or not self._text.startswith(text[done:], position):
                steps.append(SourceStep(done + 1, *self._place(position), 0))
            found.append(tuple(steps))
        return found

    def _pieces(self, text: str, position: int) -> list[re.Match[str]]:
        """The whole line where it is written as it is, else its words."""
        whole = re.search(r"\S(?:.*\S)?", text)
        if whole is None:
            return []
        at = self._text.find(whole.group(), position, position + len(whole.group()) + _FURTHEST)
        return [whole] if at >= 0 else list(_WORD.finditer(text))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
