"""A draft: agreements with named fields, so that nothing has to be guessed.

The lines are those that a register page would print, and each word leads back to where it is written. A
list has its values as they are written; text in the place of a list is cut as on a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.assembler.draft_entries import read_entries, use_rows
from dslint.assembler.draft_page import DraftPage
from dslint.assembler.record import base_reference, read_values
from dslint.datafiles.yaml_marks import LINE_ENDS, Path
from dslint.fields import ENTRIES, HEADER, NARRATIVES, TEXT_FIELDS
from dslint.model import Agreement, Document, Field, FileCount, Flag, KeyPlace, Period, Section, Span, Value
from dslint.sources.read import Draft
from dslint.sources.scalars import Written
from dslint.tokenizer.lexicon import fold_label
from dslint.values.numbers import whole
from dslint.values.split import Splitter
from dslint.vocabularies import Vocabularies

# The key of a draft -> the field of the record, and the name of its values.
LISTS = {
    kind.draft: (kind.field, kind.name) for kind in HEADER if kind.draft and kind.field and not kind.is_text
}
CONFIDENTIALITY = "confidentiality"  # its values are printed in brackets behind the opt-outs
# The labels of fields that no page prints.
_LABELS = {kind.field: kind.label.capitalize() for kind in HEADER if kind.field}
DATES = ("dsa", "releases", "incident")
ENDS = ("start", "end")
SECTIONS = frozenset(section.key for section in NARRATIVES)
_ENTRY_KEYS = {kind.path[0] for kind in ENTRIES}


def assemble_draft(path: str, draft: Draft, vocabularies: Vocabularies) -> Document:
    """Understand a draft as far as its shape allows; what is wrong is among the document's problems."""
    document = Document(path, "draft", [], coverage=1.0, vocabularies=vocabularies)
    document.problems, document.comments = list(draft.problems), draft.comments
    document.remarks += draft.remarks
    document.source = LINE_ENDS.split(draft.text)
    if draft.marked and isinstance(draft.marked.data, dict):
        _Page(document, draft.marked, Written(draft.text)).read(draft.marked.data)
        document.problems.sort(key=lambda problem: (problem.line, problem.column))
    return document


class _Page(DraftPage):
    def read(self, data: dict[str, Any]) -> None:
        document = self.document
        for key in data:
            if key == "organisation" and (name := self.text(data, (key,))):
                document.organisation = self.line(name, (key,))
            elif key == "unsafe_files" and (count := self.text(data, (key,))) and count.isdecimal():
                document.file_counts = [FileCount(whole(count), self.line(count, (key,)).span)]
            elif key == "flags":
                for number, text in enumerate(data[key] if isinstance(data[key], list) else []):
                    if isinstance(text, str) and text:
                        self._flag(text, (key, number))
        if isinstance(one := data.get("agreement"), dict):
            if document.organisation is None and (name := self.text(one, ("agreement", "organisation"))):
                document.organisation = self.line(name, ("agreement", "organisation"))
            _Record(self, one, ("agreement",)).read()
        several = data.get("agreements")
        for number, one in enumerate(several if isinstance(several, list) else []):
            if isinstance(one, dict):
                _Record(self, one, ("agreements", number)).read()
        if any(agreement.organisation for agreement in document.agreements):
            for agreement in document.agreements:
                agreement.organisation = agreement.organisation or document.organisation

    def _flag(self, text: str, path: Path) -> None:
        span = self.line(text, path).span
        for kind, pattern in self.words.flags.items():
            if pattern.search(text):
                self.document.flags.append(Flag(kind, span))


class _Record:
    def __init__(self, page: _Page, data: dict[str, Any], path: Path) -> None:
        self.page = page
        self.data = data
        self.path = path
        self.words = page.words
        layout = "legacy" if data.get("layout") == "legacy" else "register"
        self.agreement = Agreement(None, None, None, None, layout, 0, 0, Span(0, 0, 0))
        self.texts: set[str] = set()  # fields that are one text
        self.values: dict[str, tuple[Value, ...]] = {}
        self.commercial: str | None = None

    def read(self) -> None:
        agreement, page, data = self.agreement, self.page, self.data
        agreement.reference = page.text(data, (*self.path, "reference")) or None
        agreement.version = page.text(data, (*self.path, "version")) or None
        agreement.title = page.text(data, (*self.path, "title")) or None
        agreement.base_reference = base_reference(agreement.reference)
        agreement.start_line = len(page.writer.lines) + 1
        if self.path[0] == "agreements" and (name := page.text(data, (*self.path, "organisation"))):
            agreement.organisation = page.line(name, (*self.path, "organisation"))
        heading = self._heading()
        for key in data:
            self._key(key)
        self._use_values()
        if len(page.writer.lines) < agreement.start_line:
            page.writer.end_line(*page.marked.place(self.path))
        agreement.end_line = len(page.writer.lines)
        agreement.heading = heading or self._first_line()
        agreement.keys = dict(self._keys())
        page.document.agreements.append(agreement)

    def _keys(self) -> Iterator[tuple[str, KeyPlace]]:
        """The keys of the agreement that begin a line."""
        source = self.page.document.source
        line, column = self.page.marked.place(self.path)
        is_flow = source[line - 1][column - 1 : column] == "{"
        for key in self.data:
            line, column = self.page.marked.place((*self.path, key), of_key=True)
            if is_flow or not source[line - 1][: column - 1].strip(" -"):
                yield key, KeyPlace(line, column, is_flow)

    def _heading(self) -> Span | None:
        """Title and reference on a line, as a register page prints them; None when it prints neither."""
        agreement, page = self.agreement, self.page
        if agreement.layout == "legacy":
            return page.line(agreement.title, (*self.path, "title")).span if agreement.title else None
        if agreement.title:
            page.piece(agreement.title, (*self.path, "title"))
        if agreement.reference:
            if agreement.title:
                page.writer.insert(" — ")
            self._reference()
        if not (agreement.title or agreement.reference):
            return None
        page.writer.end_line(1, 1)
        return self._whole(len(page.writer.lines))

    def _reference(self) -> None:
        agreement, page = self.agreement, self.page
        page.piece(agreement.reference or "", (*self.path, "reference"))
        if agreement.version:
            page.writer.insert("-v")
            page.piece(agreement.version, (*self.path, "version"))

    def _whole(self, line: int) -> Span:
        return Span(line, 1, 1 + len(self.page.writer.lines[line - 1]))

    def _first_line(self) -> Span:
        """What is taken as the heading where there is none: the organisation, or the record's first line."""
        agreement, document = self.agreement, self.page.document
        if agreement.layout == "legacy" and document.organisation:
            agreement.title = document.organisation.text
            if not document.agreements:
                agreement.start_line = document.organisation.span.line
                return document.organisation.span
        return self._whole(agreement.start_line)

    def _key(self, key: str) -> None:
        path, found = (*self.path, key), self.data[key]
        if key in LISTS:
            self._list(key, path, found)
        elif key in TEXT_FIELDS and isinstance(found, str):
            self._field(key, path, found)
        elif key == "purposes":
            self._purposes(path, found)
        elif key in DATES:
            self._when(path)
        elif key == "reference" and self.agreement.layout == "legacy" and self.agreement.reference:
            self._printed_reference(path)
        elif key == "datasets":
            self._datasets(path, found)
        elif key in SECTIONS:
            self._section(key, path, found)
        elif key in _ENTRY_KEYS:
            read_entries(self.page, self.agreement, path, found)
        elif key == "text" and isinstance(found, str) and (lines := self.page.block(found, path)):
            self.agreement.unlabelled.append(lines)

    def _field(self, key: str, path: Path, text: str) -> None:
        """A field that is one text; what is in it is read as on a register page."""
        if key not in self.agreement.fields:
            self._add_field(key, self.page.line(text, path, self._label(key)))
            self.texts.add(key)

    def _add_field(self, key: str, value: Value) -> None:
        line, column, _ = value.span
        self.agreement.fields.setdefault(key, Field(key, self._label(key), line, value.text or None, column))

    def _begin(self, key: str, path: Path) -> int:
        """Write the label of a field; the column where its value begins."""
        writer = self.page.writer
        writer.write(self._label(key), *self.page.marked.place(path, of_key=True))
        writer.insert(": ")
        return writer.column

    def _end(self, key: str, start: int, path: Path) -> None:
        """End the line of a field."""
        writer = self.page.writer
        text = writer.text[start - 1 :]
        writer.end_line(*self.page.marked.place(path))
        self._add_field(key, Value(text, Span(len(writer.lines), start, start + len(text))))

    def _label(self, key: str) -> str:
        labels = self.words.printed.get(key) or [_LABELS[key]]
        if self.agreement.layout == "legacy":
            return next(
                (label for label in labels if fold_label(label) in self.words.legacy_header), labels[0]
            )
        return labels[0]

    def _list(self, key: str, path: Path, found: Any) -> None:
        field, name = LISTS[key]
        if field in self.agreement.fields:
            return
        if key == CONFIDENTIALITY and "opt_outs" in self.data:  # one field has both, the answer first
            self._list("opt_outs", (*self.path, "opt_outs"), self.data["opt_outs"])
            return
        excuses = self.data.get(CONFIDENTIALITY)
        if isinstance(found, str) and key != CONFIDENTIALITY and not (excuses and key == "opt_outs"):
            self._field(field, path, found)
            return
        start = self._begin(field, path)
        if key != CONFIDENTIALITY:
            self.values[name] = self.page.items(path, found)
        if field == "opt_outs" and excuses:
            self.page.writer.insert(f"{' ' if self.page.writer.column > start else ''}(Excuses: ")
            self.values[LISTS[CONFIDENTIALITY][1]] = self.page.items((*self.path, CONFIDENTIALITY), excuses)
            self.page.writer.insert(")")
        self._end(field, start, path)

    def _purposes(self, path: Path, found: Any) -> None:
        if isinstance(found, str):
            self._field("purposes", path, found)
        elif isinstance(found, dict):
            start = self._begin("purposes", path)
            if commercial := self.page.text(found, (*path, "commercial")):
                self.page.piece(commercial, (*path, "commercial"))
                self.commercial = commercial
            if types := found.get("organisation_types"):
                self.page.writer.insert(" (" if commercial else "(")
                at = (*path, "organisation_types")
                self.values["organisation_types"] = self.page.items(at, types)
                self.page.writer.insert(")")
            self._end("purposes", start, path)

    def _when(self, path: Path) -> None:
        """The term, the releases and a note on an incident, in one line as a register page prints them."""
        agreement, page = self.agreement, self.page
        if "when" in agreement.fields:
            return
        start = self._begin("when", path)
        for key, lead in (("dsa", "DSA runs "), ("releases", "")):
            found = self.data.get(key)
            if not isinstance(found, dict) or not any(page.text(found, (end,)) for end in ENDS):
                continue
            page.writer.insert(f"{' ' if page.writer.column > start else ''}{lead}")
            first = self._date(found, (*self.path, key, "start"))
            page.writer.insert(" — ")
            period = Period(first, self._date(found, (*self.path, key, "end")))
            if key == "dsa":
                agreement.dsa = period
            else:
                agreement.release = period
        if incident := page.text(self.data, (*self.path, "incident")):
            page.writer.insert(" ")
            agreement.incident = page.piece(incident, (*self.path, "incident"))
        self._end("when", start, path)

    def _date(self, found: dict[str, Any], path: Path) -> Value | None:
        text = self.page.text(found, path)
        if not text:
            self.page.writer.insert("unknown")
            return None
        return self.page.date(text, path)

    def _printed_reference(self, path: Path) -> None:
        start = self._begin("reference", path)
        self._reference()
        self._end("reference", start, path)

    def _datasets(self, path: Path, found: Any) -> None:
        agreement, page = self.agreement, self.page
        # Text without labels is an extraction that lost them, that of the list included.
        is_labelled = "text" not in self.data
        line = self._label_line("datasets", path) if is_labelled else 0
        for number, text in enumerate(found if isinstance(found, list) else []):
            if isinstance(text, str) and text:
                agreement.datasets.append(page.line(text, (*path, number), before="- "))
        if is_labelled:
            last = len(page.writer.lines)
            first = line + 1 if last > line else None
            agreement.sections["datasets"] = Section(
                "datasets", page.writer.lines[line - 1][:-1], line, first, last if first else None
            )

    def _section(self, key: str, path: Path, found: Any) -> None:
        page = self.page
        line = self._label_line(key, path)
        if isinstance(found, list):
            for number, text in enumerate(found):
                if isinstance(text, str) and text:
                    page.line(text, (*path, number), before="- ")
            lines = (line + 1, len(page.writer.lines)) if len(page.writer.lines) > line else None
        else:
            lines = page.block(found, path) if isinstance(found, str) else None
        self.agreement.sections[key] = Section(
            key, page.writer.lines[line - 1][:-1], line, *(lines or (None, None))
        )

    def _label_line(self, key: str, path: Path) -> int:
        label = self.words.printed[key][0]
        place = self.page.marked.place(path, of_key=True)
        self.page.writer.write(label, *place)
        self.page.writer.insert(":")
        self.page.writer.end_line(*place)
        return len(self.page.writer.lines)

    def _use_values(self) -> None:
        """Read the fields that are text as a page prints them; lists and periods stay as given."""
        agreement, every = self.agreement, self.agreement.fields
        agreement.fields = {key: field for key, field in every.items() if key in self.texts}
        read_values(agreement, self.words, self.page.document.vocabularies.derived(Splitter))
        agreement.fields = every
        agreement.commercial = self.commercial or agreement.commercial
        agreement.values.update({name: values for name, values in self.values.items() if values})
        use_rows(self.page.document, agreement)
