"""One record: header fields, dataset list, narrative sections, in whatever layout it is printed."""

from __future__ import annotations

from dslint.assembler.boundaries import Start
from dslint.assembler.narrative import assemble_narrative
from dslint.assembler.when import read_when
from dslint.fields import HEADER
from dslint.model import Agreement, Field, Section, Span, Value
from dslint.regexes import regex
from dslint.tokenizer import Kind, Line
from dslint.tokenizer.lexicon import Lexicon, fold_label
from dslint.tokenizer.lines import REFERENCE
from dslint.values.split import Atom, Splitter, split_purposes


def assemble_record(
    lines: list[str],
    scanned: list[Line],
    start: Start,
    end: int,
    words: Lexicon,
    splitter: Splitter,
    claimed: list[bool],
) -> Agreement:
    """Assemble the record that begins at `start` and ends before line `end`."""
    last = next(n for n in range(end - 1, 0, -1) if scanned[n - 1].kind is not Kind.BLANK)
    heading = lines[start.line - 1]
    agreement = Agreement(
        reference=start.reference,
        base_reference=None,
        version=start.version,
        title=start.title,
        layout="register",
        start_line=start.line,
        end_line=last,
        heading=Span(start.line, len(heading) - len(heading.lstrip()) + 1, len(heading.rstrip()) + 1),
    )
    for number in range(start.line, start.header):
        claimed[number - 1] = True
    narrative = _Header(agreement, lines, scanned, words, claimed).read(start.header, last)
    if narrative is not None:
        assemble_narrative(agreement, scanned, narrative, last, words, claimed)
    read_values(agreement, words, splitter)
    agreement.base_reference = base_reference(agreement.reference)
    return agreement


_VERSION = regex(r"-v\d+(?:\.\d++)*\Z")


def base_reference(reference: str | None) -> str | None:
    """The form that all spellings and versions of one agreement share; a local reference is its own."""
    if reference is None:
        return None
    bare = reference.removeprefix("DARS-")
    return f"DARS-{_VERSION.sub('', bare)}" if bare.startswith("NIC-") else reference


_LABEL_SHAPE = regex(r"(?P<label>[A-Z][\w/&’'-]*(?: [\w/&’'()-]+){0,4}):(?:\s*[^\s].{0,200})?")


class _Header:
    """Reads fields and the dataset list up to the line where narrative begins."""

    def __init__(
        self,
        agreement: Agreement,
        lines: list[str],
        scanned: list[Line],
        words: Lexicon,
        claimed: list[bool],
    ) -> None:
        self.agreement = agreement
        self.lines = lines
        self.scanned = scanned
        self.words = words
        self.claimed = claimed
        self._next_label = 0

    def read(self, first: int, last: int) -> int | None:
        """The line where narrative begins, or None when the record has none."""
        number = first
        while number <= last:
            line = self.scanned[number - 1]
            if line.kind is Kind.BLANK:
                number += 1
            elif line.kind is Kind.LABEL and line.group == "header":
                self._field(number, line)
                number += 1
            elif line.kind is Kind.LABEL and line.group == "dataset_item" and line.start < line.end:
                self._dataset_line(number, line)
                number += 1
            elif line.kind is Kind.LABEL and line.group == "dataset_list" and line.start >= line.end:
                number = self._labelled_list(number, last)
            elif self._is_note(number):
                self.claimed[number - 1] = True
                number += 1
            elif found := self._unknown_label(number, last):
                self.agreement.unknown_labels.append(found)
                number += 1
            elif self._header_goes_on(number, last):
                # Prose under a field, as Purposes has in some internal agreements.
                self.claimed[number - 1] = "purposes" in self.agreement.fields
                number += 1
            elif line.kind is Kind.ITEM and not self.agreement.datasets:
                number = self._list(number, last, stripped=True)
            else:
                return number
        return None

    def _field(self, number: int, line: Line) -> None:
        if line.key in self.agreement.fields:
            return  # printed twice: the first one counts, the other stays unparsed
        self.claimed[number - 1] = True
        raw = self.lines[number - 1][line.start : line.end] or None
        column = line.start + 1 if raw else line.end + 1
        self.agreement.fields[line.key] = Field(line.key, line.label, number, raw, column)
        if fold_label(line.label) in self.words.legacy_header:
            self.agreement.layout = "legacy"

    def _unknown_label(self, number: int, last: int) -> Value | None:
        """A line that looks like a label and comes directly before a known one."""
        found = _LABEL_SHAPE.fullmatch(self.lines[number - 1].rstrip())
        if found is None or self.scanned[number - 1].kind is not Kind.TEXT:
            return None
        behind = (self.scanned[n - 1] for n in range(number + 1, last + 1))
        following = next((line for line in behind if line.kind is not Kind.BLANK), None)
        if following is None or following.kind is not Kind.LABEL:
            return None
        return Value(found["label"], Span(number, 1, 1 + found.end("label")))

    def _is_note(self, number: int) -> bool:
        text = self.lines[number - 1].strip()
        return fold_label(text) in self.words.header_headings or any(
            note.search(text) for note in self.words.header_notes
        )

    def _header_goes_on(self, number: int, last: int) -> bool:
        """Whether a new header field follows before the next record's narrative can begin.

        Narrative never comes before a header field, so text that does is part of the header. The type of
        data is no proof: one layout prints it behind the dataset list.
        """
        if self.agreement.datasets or "datasets" in self.agreement.sections:
            return False
        if self._next_label <= number:
            self._next_label = self._label_behind(number, last)
        if self._next_label > last:
            return False
        line = self.scanned[self._next_label - 1]
        return line.group == "header" and line.key not in self.agreement.fields and line.key != "type_of_data"

    def _label_behind(self, number: int, last: int) -> int:
        """The next line that is surely a label: a header label, or a narrative label on a line of its own."""
        for following in range(number + 1, last + 1):
            line = self.scanned[following - 1]
            if line.kind is Kind.LABEL and (
                line.group == "header" or (line.group == "narrative" and line.start >= line.end)
            ):
                return following
        return last + 1

    def _dataset_line(self, number: int, line: Line) -> None:
        self.claimed[number - 1] = True
        self._add_dataset(number, line)
        first = self.agreement.sections.get("datasets")
        self.agreement.sections["datasets"] = Section(
            "datasets", first.label if first else line.label, first.line if first else number,
            first.first_content_line if first else number, number,
        )  # fmt: skip

    def _add_dataset(self, number: int, line: Line) -> None:
        text = self.lines[number - 1][: line.end]
        name = text[line.start :].lstrip()
        column = len(text) - len(name) + 1
        self.agreement.datasets.append(Value(name, Span(number, column, column + len(name))))

    def _labelled_list(self, number: int, last: int) -> int:
        self.claimed[number - 1] = True
        after = self._list(number + 1, last, stripped=False)
        found = self.agreement.datasets
        self.agreement.sections["datasets"] = Section(
            "datasets",
            self.scanned[number - 1].label,
            number,
            found[0].span.line if found else None,
            found[-1].span.line if found else None,
        )
        return after

    def _list(self, number: int, last: int, stripped: bool) -> int:
        """Take the run of items in the style of the first; the line behind it.

        Without its label, a list also ends at the two blank lines that the next label left behind.
        """
        style: object = None
        blanks = 0
        while number <= last:
            line = self.scanned[number - 1]
            if line.kind is Kind.BLANK:
                blanks += 1
                number += 1
                continue
            if line.kind is Kind.LABEL or (stripped and style is not None and blanks > 1):
                break
            mine = self._style(line)
            restarts = line.label.strip("().") == "1" and bool(self.agreement.datasets)
            if style is None:
                if line.kind is not Kind.ITEM and not self._plain_list(number, last):
                    break
                style = mine
            elif mine != style or (line.kind is Kind.ITEM and line.label[0].isalnum() and restarts):
                break
            self.claimed[number - 1] = True
            self._add_dataset(number, line)
            blanks = 0
            number += 1
        return number

    @staticmethod
    def _style(line: Line) -> object:
        if line.kind is not Kind.ITEM:
            return Kind.TEXT
        numbered = line.label.strip("().").isdigit()
        return ("1." if numbered else line.label, bool(line.key))

    def _plain_list(self, number: int, last: int) -> bool:
        """Whether lines without markers up to the next label, or to the end, read as names, not as prose."""
        names = short = sentences = 0
        for index in range(number - 1, last):
            if self.scanned[index].kind is Kind.LABEL:
                break
            text = self.lines[index].strip()
            if text.endswith(":"):
                return False
            names += bool(text)
            short += 0 < len(text) <= _LONGEST_NAME
            sentences += text.endswith(".")
        return short > _MOST_SHORT * names and sentences <= _MOST_SENTENCES * names


_LONGEST_NAME = 200  # code points: longer lines are prose, or a dataset that lists its parts
_MOST_SHORT = 0.8  # of the lines of a list
_MOST_SENTENCES = 0.1  # of them: a name may end with a full stop


def read_values(agreement: Agreement, words: Lexicon, splitter: Splitter) -> None:
    """Cut the fields of the header into values; what a layout prints in other fields is taken from those."""
    fields = agreement.fields
    values = agreement.values

    def raw(key: str) -> str:
        field = fields.get(key)
        return (field.raw or "") if field else ""

    def put(name: str, key: str, atoms: tuple[Atom, ...]) -> None:
        field = fields.get(key)
        if field and atoms:
            values[name] = tuple(
                Value(text, Span(field.line, field.column + at, field.column + at + len(text)))
                for at, text in atoms
            )

    for kind in HEADER:
        if kind.field in fields:
            text = raw(kind.field)
            if note := words.value_notes.get(kind.field):
                text = note.sub("", text)
            put(kind.name, kind.field, splitter.split(kind.split, text))
        elif kind.oldest:
            field, split = kind.oldest
            put(kind.name, field, splitter.split(split, raw(field)))
    agreement.commercial, _ = split_purposes(raw("purposes"))
    if when := fields.get("when"):
        read = read_when(when.raw or "", when.line, when.column, words)
        agreement.dsa, agreement.release, agreement.incident = read.dsa, read.release, read.incident
        if read.unread:
            values["unread_dates"] = read.unread
    if (printed := fields.get("reference")) and printed.raw and not agreement.reference:
        found = REFERENCE.search(printed.raw)
        agreement.reference = found["reference"] if found else printed.raw
        agreement.version = found["version"] if found else None
