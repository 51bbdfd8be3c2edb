"""The lines that are made of a draft, each word with the way back to where it is written."""

from __future__ import annotations

from typing import Any

from dslint.assembler.draft_lines import paragraphs
from dslint.datafiles.yaml_marks import Marked, Path
from dslint.model import Document, Problem, Span, Value
from dslint.source_map import SourceStep, Writer
from dslint.sources.scalars import Written
from dslint.tokenizer.lexicon import Lexicon
from dslint.tokenizer.placeholders import Placeholders
from dslint.values.cells import read_date
from dslint.values.dates import iso


class DraftPage:
    """The lines of a draft as they are written, and the way back to what they were made from."""

    def __init__(self, document: Document, marked: Marked, written: Written) -> None:
        self.document = document
        self.marked = marked
        self.written = written
        self.words = document.vocabularies.derived(Lexicon)
        self.placeholders = document.vocabularies.derived(Placeholders)
        self.writer = Writer()
        document.lines = self.writer.lines
        document.origin = self.writer.source_map

    @staticmethod
    def text(data: dict[str, Any], path: Path) -> str:
        """The text under the last word of a path; empty when there is none."""
        found = data.get(str(path[-1]))
        return found if isinstance(found, str) else ""

    def line(self, text: str, path: Path, label: str = "", before: str = "") -> Value:
        """Write a line with a text, behind its label if it has one; the text and its span."""
        at = self.marked.place(path)
        if label:
            self.writer.write(label, *self.marked.place(path, of_key=True))
            self.writer.insert(": ")
        value = self.piece(text, path)
        self.writer.end_line(*at, before)
        start = value.span.column + len(before)
        return Value(value.text, Span(value.span.line, start, start + len(value.text)))

    def piece(self, text: str, path: Path) -> Value:
        """Go on in the line with a text, its lines joined."""
        lines = text.lstrip("\n").rstrip().split("\n")
        start = self.writer.column
        for number, (one, steps) in enumerate(
            zip(lines, self.written.steps(lines, *self.marked.place(path)), strict=True)
        ):
            if number:
                self.writer.insert(" ")
            self.stretch(one, steps)
        joined = " ".join(lines)
        return Value(joined, Span(len(self.writer.lines) + 1, start, start + len(joined)))

    def stretch(self, text: str, steps: tuple[SourceStep, ...]) -> None:
        bounds = [0, *(step.column - 1 for step in steps[1:]), len(text)]
        for step, start, end in zip(steps, bounds, bounds[1:], strict=False):
            lead = step.column - 1 - start
            self.writer.write(text[start:end], step.line, max(step.file_column - lead, 1), step.width)

    def block(self, text: str, path: Path) -> tuple[int, int] | None:
        """Write the paragraphs of a text; the first and the last that is not blank."""
        lines = paragraphs(text)
        filled = [number for number, line in enumerate(lines) if line.strip()]
        if not filled:
            return None
        first = len(self.writer.lines) + 1
        steps = self.written.steps(lines, *self.marked.place(path))
        for line, its_steps in list(zip(lines, steps, strict=True))[filled[0] : filled[-1] + 1]:
            self.stretch(line, its_steps)
            self.writer.end_line(its_steps[0].line, its_steps[0].file_column)
        return first, len(self.writer.lines)

    def items(self, path: Path, found: Any, between: str = ", ") -> tuple[Value, ...]:
        """Go on in the line with the items of a list, or with the one text that is given instead."""
        items = [(path, found)] if isinstance(found, str) else []
        if isinstance(found, list):
            items = [((*path, number), text) for number, text in enumerate(found)]
        values: list[Value] = []
        for at, text in items:
            if isinstance(text, str) and text.strip():
                if values:
                    self.writer.insert(between)
                values.append(self.piece(text, at))
        return tuple(values)

    def date(self, text: str, path: Path, or_words: bool = False) -> Value | None:
        """Go on in the line with a date, as ISO text. What is none is a problem of the file."""
        printed = self.piece(text, path)
        if date := iso(printed.text):
            return Value(date, printed.span)
        if not or_words and not any(self.placeholders.find(text)):
            other = read_date(text)
            form = f"write it as {other}" if other else "write it as YYYY-MM-DD or YYYY-MM"
            self.problem(path, f"{text!r} is no date; {form}")
        return None

    def problem(self, path: Path, message: str) -> None:
        document = self.document
        document.problems.append(Problem(document.path, *self.marked.place(path), message))
